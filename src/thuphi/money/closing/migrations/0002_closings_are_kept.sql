SELECT guard_rows('run_closing');
SELECT guard_rows('closed_bill');
SELECT guard_rows('carried_arrear');
SELECT keep_for_ever('closed_bill');
SELECT keep_for_ever('carried_arrear');

-- What was written down at a closing stays; only that it was opened again is added.
REVOKE UPDATE ON run_closing FROM thuphi_app;
GRANT UPDATE (reopened_at, reopened_by, reopened_reason) ON run_closing TO thuphi_app;

CREATE FUNCTION closing_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = 'closing_is_kept',
        TABLE = 'run_closing',
        MESSAGE = 'closing_is_kept: ' || TG_OP || ' refused';
END
$$;
CREATE TRIGGER closing_is_kept
    BEFORE DELETE OR TRUNCATE
        OR UPDATE OF facility_id, run_id, bills, owing, due_vnd, credited_vnd, paid_vnd, rest_vnd,
                     closed_at, closed_by
    ON run_closing FOR EACH STATEMENT EXECUTE FUNCTION closing_is_kept();

CREATE TRIGGER carried_arrear_is_of_one_facility AFTER INSERT ON carried_arrear
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT
    EXECUTE FUNCTION rows_are_of_one_facility('carried_arrear_is_of_one_facility', 'from_bill_id', 'bill', 'to_bill_id', 'bill', 'fee_item_id', 'fee_item');
