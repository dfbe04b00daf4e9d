SELECT guard_rows('sheet_mapping');
SELECT guard_rows('school_sheet');

-- What a sheet was is not said anew; pages only close it.
REVOKE UPDATE ON school_sheet FROM thuphi_app;
GRANT UPDATE (state, content, run_id) ON school_sheet TO thuphi_app;

-- A run that a sheet made is a run of the sheet's own school.
CREATE FUNCTION school_sheet_is_of_one_facility() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.run_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM collection_run AS r WHERE r.id = NEW.run_id AND r.facility_id = NEW.facility_id
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'school_sheet_is_of_one_facility',
            TABLE = 'school_sheet',
            MESSAGE = 'school_sheet_is_of_one_facility: sheet ' || NEW.id;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER school_sheet_is_of_one_facility AFTER INSERT OR UPDATE ON school_sheet
    FOR EACH ROW EXECUTE FUNCTION school_sheet_is_of_one_facility();
