-- A family is looked up by its phone, in every school and hospital at once.
CREATE INDEX beneficiary_by_payer_phone ON beneficiary (payer_phone) WHERE payer_phone <> '';

-- Pages read and write none of this: they ask the functions below, which want a proof each time.
REVOKE ALL ON family_code, family_session, family_known FROM thuphi_app;

-- A new code for a phone; the old one is gone. Says whether anybody is paid for by this phone. Known
-- or not, the same is written.
CREATE FUNCTION family_ask(
    wanted text, asker text, code text, at timestamptz, until timestamptz
) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM family_code WHERE phone IN (
        SELECT c.phone FROM family_code AS c
        WHERE c.ends_at <= at AND c.phone <> wanted ORDER BY c.phone LIMIT 100
        FOR UPDATE SKIP LOCKED
    );
    INSERT INTO family_code (phone, asker_key, code_key, tries_left, made_at, ends_at)
    VALUES (wanted, asker, code, 5, at, until)
    ON CONFLICT (phone) DO UPDATE SET
        asker_key = excluded.asker_key,
        code_key = excluded.code_key,
        tries_left = excluded.tries_left,
        made_at = excluded.made_at,
        ends_at = excluded.ends_at;
    RETURN EXISTS (SELECT FROM beneficiary AS b WHERE b.payer_phone = wanted);
END
$$;

-- One try at the code that this browser asked for, counted before it is looked at: a hundred at once
-- are a hundred. The right one is used up and opens a session.
CREATE FUNCTION family_enter(
    asker text, said text, session text, device text, at timestamptz, until timestamptz
) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    asked family_code;
BEGIN
    UPDATE family_code SET tries_left = tries_left - 1
    WHERE asker_key = asker AND tries_left > 0 AND ends_at > at
    RETURNING * INTO asked;
    IF asked.phone IS NULL OR asked.code_key <> said THEN
        RETURN false;
    END IF;
    DELETE FROM family_code WHERE phone = asked.phone;
    DELETE FROM family_session WHERE session_key IN (
        SELECT s.session_key FROM family_session AS s
        WHERE s.ends_at <= at ORDER BY s.session_key LIMIT 100 FOR UPDATE SKIP LOCKED
    );
    DELETE FROM family_known WHERE id IN (
        SELECT k.id FROM family_known AS k
        WHERE k.ends_at <= at ORDER BY k.id LIMIT 100 FOR UPDATE SKIP LOCKED
    );
    INSERT INTO family_session (session_key, device_key, phone, opened_at, ends_at)
    VALUES (session, device, asked.phone, at, until);
    RETURN true;
END
$$;

-- The phone of an open session and everybody it pays for now; no row when the session is over. A
-- person is known where the birth date was said in this browser.
CREATE FUNCTION family_people(session text, at timestamptz)
RETURNS TABLE (
    phone text, ends_at timestamptz, beneficiary_id bigint, facility_id bigint, is_known boolean
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT s.phone, s.ends_at, b.id, b.facility_id, k.id IS NOT NULL
    FROM family_session AS s
    LEFT JOIN beneficiary AS b ON b.payer_phone = s.phone
    LEFT JOIN family_known AS k
        ON k.device_key = s.device_key AND k.beneficiary_id = b.id AND k.ends_at > at
    WHERE s.session_key = session AND s.ends_at > at
    ORDER BY b.is_active DESC, b.id
$$;

-- From now on this browser knows these people, as far as the session's phone pays for them.
CREATE FUNCTION family_remember(
    session text, people bigint[], at timestamptz, until timestamptz
) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH written AS (
        INSERT INTO family_known (device_key, beneficiary_id, known_at, ends_at)
        SELECT s.device_key, b.id, at, until
        FROM family_session AS s
        JOIN beneficiary AS b ON b.payer_phone = s.phone AND b.id = ANY (people)
        WHERE s.session_key = session AND s.ends_at > at
        ON CONFLICT (device_key, beneficiary_id) DO UPDATE SET
            known_at = excluded.known_at, ends_at = excluded.ends_at
        RETURNING 1
    )
    SELECT count(*) FROM written
$$;

CREATE FUNCTION family_leave(session text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DELETE FROM family_session WHERE session_key = session
$$;

REVOKE EXECUTE ON FUNCTION
    family_ask(text, text, text, timestamptz, timestamptz),
    family_enter(text, text, text, text, timestamptz, timestamptz),
    family_people(text, timestamptz),
    family_remember(text, bigint[], timestamptz, timestamptz),
    family_leave(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    family_ask(text, text, text, timestamptz, timestamptz),
    family_enter(text, text, text, text, timestamptz, timestamptz),
    family_people(text, timestamptz),
    family_remember(text, bigint[], timestamptz, timestamptz),
    family_leave(text) TO thuphi_app, thuphi_worker;
