-- Which platforms there are is public and comes from the register; a facility's use is its own.
SELECT guard_rows('platform_use');

-- What was declared stays as it was declared: it is decided about, and ended.
REVOKE UPDATE ON platform_use FROM thuphi_app;
GRANT UPDATE (state, valid, decided_by, decided_at, reason) ON platform_use TO thuphi_app;
CREATE POLICY app_declares ON platform_use AS RESTRICTIVE FOR INSERT TO thuphi_app
    WITH CHECK (state = 'declared');

CREATE FUNCTION platform_use_is_kept() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    -- rules.USE_STATES
    moves CONSTANT text[] := ARRAY[
        'declared>verified', 'declared>refused', 'verified>ended', 'verified>refused'];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.state NOT IN ('refused', 'ended')
           AND (NEW.state = OLD.state OR OLD.state || '>' || NEW.state = ANY (moves))
           AND (NEW.facility_id, NEW.platform_id, NEW.category, NEW.evidence, NEW.declared_by,
                NEW.declared_at, lower(NEW.valid))
               IS NOT DISTINCT FROM
               (OLD.facility_id, OLD.platform_id, OLD.category, OLD.evidence, OLD.declared_by,
                OLD.declared_at, lower(OLD.valid))
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = 'platform_use_is_kept',
        TABLE = 'platform_use',
        MESSAGE = 'platform_use_is_kept: ' || TG_OP || ' refused';
END
$$;
CREATE TRIGGER platform_use_is_kept BEFORE UPDATE OR DELETE ON platform_use
    FOR EACH ROW EXECUTE FUNCTION platform_use_is_kept();

CREATE FUNCTION platform_use_is_of_its_platform() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM made AS u
        LEFT JOIN platform AS p ON p.id = u.platform_id AND u.category = ANY (p.categories)
        WHERE p.id IS NULL
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'integrity_constraint_violation',
            CONSTRAINT = 'platform_use_is_of_its_platform',
            TABLE = 'platform_use',
            MESSAGE = 'platform_use_is_of_its_platform';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER platform_use_is_of_its_platform AFTER INSERT ON platform_use
    REFERENCING NEW TABLE AS made FOR EACH STATEMENT
    EXECUTE FUNCTION platform_use_is_of_its_platform();

-- Verified uses with their days, and the lists on which the platform stood in some of these days.
CREATE VIEW platform_in_use WITH (security_invoker = true) AS
SELECT u.id AS use_id, u.facility_id, u.platform_id, u.category, u.valid,
       coalesce(array_agg(DISTINCT l.list_code) FILTER (WHERE l.list_code IS NOT NULL),
                '{}')::text[] AS lists
FROM platform_use AS u
LEFT JOIN platform_listing AS l ON l.platform_id = u.platform_id AND l.valid && u.valid
WHERE u.state IN ('verified', 'ended')
GROUP BY u.id, u.facility_id, u.platform_id, u.category, u.valid;
