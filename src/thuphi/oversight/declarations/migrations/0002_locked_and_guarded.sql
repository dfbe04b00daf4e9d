SELECT guard_rows('declaration');
SELECT guard_rows('declared_value');
SELECT guard_rows('declaration_flag');
SELECT guard_rows('declaration_evidence');

-- Values, flags and evidence are written and taken away while their declaration is open; none is
-- changed in its place.
REVOKE UPDATE ON declared_value, declaration_flag, declaration_evidence FROM thuphi_app;
GRANT DELETE ON declared_value, declaration_flag, declaration_evidence TO thuphi_app;

ALTER TABLE declared_value ADD CONSTRAINT declared_value_day_is_a_day CHECK (
    item NOT IN ('equipped_on', 'accepts_on', 'portal_tuition_on', 'emr_paperless_on')
    OR CASE
        WHEN value NOT BETWEEN 19900101 AND 21001231 OR value / 100 % 100 NOT BETWEEN 1 AND 12
        THEN false
        ELSE value % 100 BETWEEN 1 AND extract(day FROM
            make_date((value / 10000)::int, (value / 100 % 100)::int, 1) + interval '1 month - 1 day')
    END);

ALTER TABLE declaration_evidence ADD CONSTRAINT declaration_evidence_is_not_large
    CHECK (octet_length(content) <= 5000000);
ALTER TABLE declaration_evidence ADD CONSTRAINT declaration_evidence_has_its_digest
    CHECK (digest = sha256(content));

-- A revision begins as a draft, the first with the month, each later one after an approved one.
CREATE FUNCTION declaration_begins_as_a_draft() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM made AS d
        WHERE d.state <> 'draft' OR (d.revision > 1 AND NOT EXISTS (
            SELECT FROM declaration AS b
            WHERE b.facility_id = d.facility_id AND b.month = d.month
              AND b.revision = d.revision - 1 AND b.state = 'approved'))
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'integrity_constraint_violation',
            CONSTRAINT = 'declaration_begins_as_a_draft',
            TABLE = 'declaration',
            MESSAGE = 'declaration_begins_as_a_draft';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER declaration_begins_as_a_draft AFTER INSERT ON declaration
    REFERENCING NEW TABLE AS made FOR EACH STATEMENT
    EXECUTE FUNCTION declaration_begins_as_a_draft();

-- Of whom and when it is never changes, and what was approved stays as it is.
CREATE FUNCTION declaration_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    -- rules.DECLARATION_STATES
    moves CONSTANT text[] := ARRAY[
        'draft>submitted', 'submitted>verified', 'submitted>returned', 'returned>draft',
        'returned>submitted', 'verified>approved', 'verified>returned'];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (OLD.state || '>' || NEW.state = ANY (moves)
            OR NEW.state = OLD.state AND OLD.state IN ('draft', 'returned'))
           AND (NEW.id, NEW.facility_id, NEW.month, NEW.revision)
               = (OLD.id, OLD.facility_id, OLD.month, OLD.revision)
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = 'declaration_is_kept',
        TABLE = 'declaration',
        MESSAGE = 'declaration_is_kept: ' || TG_OP || ' refused';
END
$$;
CREATE TRIGGER declaration_is_kept BEFORE UPDATE OR DELETE ON declaration
    FOR EACH ROW EXECUTE FUNCTION declaration_is_kept();

-- What hangs on a declaration is of its facility, and moves only while the declaration is open.
CREATE FUNCTION declaration_is_open() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP <> 'UPDATE' THEN
        -- Nobody submits what is being written: the state that is looked at stays until the end.
        PERFORM FROM declaration AS d
        WHERE d.id IN (SELECT t.declaration_id FROM touched AS t) ORDER BY d.id FOR SHARE;
    END IF;
    IF TG_OP = 'UPDATE' OR EXISTS (
        SELECT FROM touched AS t
        WHERE NOT EXISTS (
            SELECT FROM declaration AS d
            WHERE d.id = t.declaration_id AND d.facility_id = t.facility_id
              AND d.state IN ('draft', 'returned'))
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'integrity_constraint_violation',
            CONSTRAINT = TG_TABLE_NAME || '_is_of_an_open_declaration',
            TABLE = TG_TABLE_NAME,
            MESSAGE = TG_TABLE_NAME || '_is_of_an_open_declaration: ' || TG_OP || ' refused';
    END IF;
    RETURN NULL;
END
$$;
DO $$
DECLARE
    hanging text;
BEGIN
    FOREACH hanging IN ARRAY ARRAY['declared_value', 'declaration_flag', 'declaration_evidence'] LOOP
        EXECUTE format(
            'CREATE TRIGGER is_written_while_open AFTER INSERT ON %I REFERENCING NEW TABLE AS touched '
            'FOR EACH STATEMENT EXECUTE FUNCTION declaration_is_open()', hanging);
        EXECUTE format(
            'CREATE TRIGGER is_taken_while_open AFTER DELETE ON %I REFERENCING OLD TABLE AS touched '
            'FOR EACH STATEMENT EXECUTE FUNCTION declaration_is_open()', hanging);
        EXECUTE format(
            'CREATE TRIGGER is_never_changed AFTER UPDATE ON %I '
            'FOR EACH STATEMENT EXECUTE FUNCTION declaration_is_open()', hanging);
    END LOOP;
END
$$;

-- What counts: the newest revision of a facility and month that was verified or approved.
CREATE INDEX declaration_counted ON declaration (facility_id, month, revision)
    WHERE state IN ('verified', 'approved');
CREATE VIEW declared_now WITH (security_invoker = true) AS
SELECT d.facility_id, d.month, d.id AS declaration_id, v.item, v.value, d.state
FROM declaration AS d
JOIN declared_value AS v ON v.declaration_id = d.id
WHERE d.state IN ('verified', 'approved')
  AND NOT EXISTS (
      SELECT FROM declaration AS later
      WHERE later.facility_id = d.facility_id AND later.month = d.month
        AND later.revision > d.revision AND later.state IN ('verified', 'approved'));
