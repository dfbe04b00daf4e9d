SELECT guard_rows('api_key');
SELECT guard_rows('kept_answer');
SELECT guard_rows('webhook_endpoint');
SELECT guard_rows('webhook_delivery');

ALTER TABLE api_key ADD CONSTRAINT api_key_digest_is_a_sha256 CHECK (octet_length(digest) = 32);
ALTER TABLE kept_answer
    ADD CONSTRAINT kept_answer_hash_is_a_sha256 CHECK (octet_length(request_hash) = 32);
ALTER TABLE webhook_delivery
    ADD CONSTRAINT delivery_body_is_not_large CHECK (octet_length(body) <= 65536);

-- Of a key pages change only that it ends and when it was used; an answer that was given stays.
REVOKE UPDATE ON api_key, kept_answer, webhook_endpoint, webhook_delivery FROM thuphi_app;
GRANT UPDATE (revoked_at, last_used_on) ON api_key TO thuphi_app;
GRANT UPDATE (url, events, is_active, disabled_reason, closed_at) ON webhook_endpoint TO thuphi_app;
GRANT UPDATE (state, tries, next_try_at, ended_at, last_error) ON webhook_delivery TO thuphi_app;

-- Pages seal a new secret, but need none back.
REVOKE SELECT ON webhook_endpoint FROM thuphi_app;
GRANT SELECT (id, facility_id, url, events, is_active, disabled_reason, created_by, created_at,
              closed_at) ON webhook_endpoint TO thuphi_app;

-- Whose key is this? Asked before it is known whose rows to see; prefixes are chance, and what is
-- told of a key opens nothing.
CREATE FUNCTION key_of_prefix(wanted text)
RETURNS TABLE (id bigint, facility_id bigint, name text, digest bytea, scopes text[],
               expires_on date, revoked_at timestamptz, last_used_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT k.id, k.facility_id, k.name, k.digest, k.scopes, k.expires_on, k.revoked_at,
           k.last_used_on
    FROM api_key AS k WHERE k.prefix = wanted
$$;
REVOKE EXECUTE ON FUNCTION key_of_prefix(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION key_of_prefix(text) TO thuphi_app, thuphi_worker;
