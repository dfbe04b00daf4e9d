CREATE SEQUENCE bill_number MINVALUE 1 MAXVALUE 1099511627775 NO CYCLE CACHE 1;
GRANT USAGE ON SEQUENCE bill_number TO thuphi_app, thuphi_worker;

SELECT guard_rows('collection_run');
SELECT guard_rows('charge');
SELECT guard_rows('exemption');
SELECT guard_rows('bill');
SELECT guard_rows('bill_line');
SELECT keep_for_ever('bill_line');

-- A bill is moved once or twice in its life: leave room to do it in place.
ALTER TABLE bill SET (fillfactor = 85);
ALTER TABLE bill ALTER COLUMN paid_vnd SET DEFAULT 0;

-- A bill's total is the sum of its lines, whoever writes either of them.
CREATE FUNCTION bill_total_is_its_lines() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    wrong bigint;
BEGIN
    IF TG_TABLE_NAME = 'bill' THEN
        SELECT f.id INTO wrong
        FROM fresh AS f LEFT JOIN bill_line AS l ON l.bill_id = f.id
        GROUP BY f.id, f.total_vnd HAVING f.total_vnd <> coalesce(sum(l.amount_vnd), 0) LIMIT 1;
    ELSE
        SELECT b.id INTO wrong
        FROM (SELECT DISTINCT bill_id FROM fresh) AS f
        JOIN bill AS b ON b.id = f.bill_id
        JOIN bill_line AS l ON l.bill_id = b.id
        GROUP BY b.id, b.total_vnd HAVING b.total_vnd <> sum(l.amount_vnd) LIMIT 1;
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
