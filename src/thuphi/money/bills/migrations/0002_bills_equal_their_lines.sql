CREATE SEQUENCE bill_number MINVALUE 1 MAXVALUE 1099511627775 NO CYCLE CACHE 1;
GRANT USAGE ON SEQUENCE bill_number TO thuphi_app, thuphi_worker;

SELECT guard_rows('collection_run');
SELECT guard_rows('charge');
SELECT guard_rows('exemption');
SELECT guard_rows('bill');
SELECT guard_rows('bill_line');
SELECT keep_for_ever('bill_line');

-- A bill is moved once or twice in its life: leave room to do it in place, also when a third of the
-- bills on a page are paid at once. A bill that has to move to another page costs five index entries.
ALTER TABLE bill SET (fillfactor = 70);
ALTER TABLE bill ALTER COLUMN paid_vnd SET DEFAULT 0;

-- A bill's total is the sum of its lines, whoever writes either of them.
-- The planner cannot know how few rows are fresh: this form keeps it to one look-up a bill.
CREATE FUNCTION bill_total_is_its_lines() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
    wrong bigint;
BEGIN
    IF TG_TABLE_NAME = 'bill' THEN
        SELECT f.id INTO wrong FROM fresh AS f
        WHERE f.total_vnd <> (
            SELECT coalesce(sum(l.amount_vnd), 0) FROM bill_line AS l WHERE l.bill_id = f.id
        ) LIMIT 1;
    ELSE
        SELECT f.bill_id INTO wrong FROM (SELECT DISTINCT bill_id FROM fresh) AS f
        WHERE (SELECT b.total_vnd FROM bill AS b WHERE b.id = f.bill_id) <> (
            SELECT sum(l.amount_vnd) FROM bill_line AS l WHERE l.bill_id = f.bill_id
        ) LIMIT 1;
    END IF;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'bill_total_is_its_lines',
            TABLE = 'bill',
            MESSAGE = 'bill_total_is_its_lines: bill ' || wrong;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER bill_total_is_its_lines AFTER INSERT ON bill
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION bill_total_is_its_lines();
CREATE TRIGGER bill_line_fits_its_bill AFTER INSERT ON bill_line
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION bill_total_is_its_lines();

-- A total that is moved later needs its line too, written in the same statement.
CREATE FUNCTION bill_total_moves_with_its_lines() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.total_vnd <> (
        SELECT coalesce(sum(l.amount_vnd), 0) FROM bill_line AS l WHERE l.bill_id = NEW.id
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'bill_total_is_its_lines',
            TABLE = 'bill',
            MESSAGE = 'bill_total_is_its_lines: bill ' || NEW.id;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER bill_total_moves_with_its_lines AFTER UPDATE ON bill
    FOR EACH ROW WHEN (OLD.total_vnd <> NEW.total_vnd)
    EXECUTE FUNCTION bill_total_moves_with_its_lines();

-- A bill's identity and its four fields stay as they were issued; so does the row itself.
CREATE FUNCTION bill_identity_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = 'bill_identity_is_kept',
        TABLE = 'bill',
        MESSAGE = 'bill_identity_is_kept: ' || TG_OP || ' refused';
END
$$;
CREATE TRIGGER bill_identity_is_kept
    BEFORE UPDATE OF id, code, facility_id, run_id, beneficiary_id, beneficiary_name, reason ON bill
    FOR EACH STATEMENT EXECUTE FUNCTION bill_identity_is_kept();
CREATE TRIGGER bill_is_never_removed BEFORE DELETE OR TRUNCATE ON bill
    FOR EACH STATEMENT EXECUTE FUNCTION bill_identity_is_kept();

-- Whose bill is this? The one question a page may ask before it knows whose rows to see.
CREATE FUNCTION facility_of_bill(wanted text) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT facility_id FROM bill WHERE code = wanted
$$;

-- Of a bill that is out pages move what was paid and where it stands, nothing else.
REVOKE UPDATE ON bill FROM thuphi_app;
GRANT UPDATE (paid_vnd, state, closed_at) ON bill TO thuphi_app;

-- These look past the guard, so nobody but ourselves asks them.
REVOKE EXECUTE ON FUNCTION facility_of_bill(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION facility_of_bill(text) TO thuphi_app, thuphi_worker;
