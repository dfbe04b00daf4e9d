SELECT guard_rows('run_item');

-- A run that is brought up to date plans less for somebody: what is billed already stays in the
-- bill's lines, only the plan loses its row.
GRANT DELETE ON charge TO thuphi_app;

-- The last day to pay of one bill may be put off (gia hạn nộp); what it asks for moves with a line.
GRANT UPDATE (due_on, total_vnd) ON bill TO thuphi_app;

-- A right to pay less may end sooner than it was written down; who has it, for what and how much
-- stays as it was.
REVOKE UPDATE ON exemption FROM thuphi_app;
GRANT UPDATE (until_on) ON exemption TO thuphi_app;

CREATE TRIGGER run_item_is_of_one_facility AFTER INSERT ON run_item
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT
    EXECUTE FUNCTION rows_are_of_one_facility('run_item_is_of_one_facility', 'run_id', 'collection_run', 'fee_item_id', 'fee_item');

-- A right ends sooner or stays; it is never made to last longer.
CREATE FUNCTION exemption_never_lasts_longer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.until_on > OLD.until_on THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'exemption_never_lasts_longer',
            TABLE = 'exemption',
            MESSAGE = 'exemption_never_lasts_longer: exemption ' || OLD.id;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER exemption_never_lasts_longer BEFORE UPDATE OF until_on ON exemption
    FOR EACH ROW EXECUTE FUNCTION exemption_never_lasts_longer();
