SELECT guard_rows('reminder_plan');
SELECT guard_rows('telling');
SELECT keep_for_ever('telling');

-- A telling, its bill and its letter are of one facility.
CREATE FUNCTION telling_is_of_one_facility() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM new_rows AS n
        JOIN bill AS b ON b.id = n.bill_id
        JOIN letter AS l ON l.id = n.letter_id
        WHERE b.facility_id <> n.facility_id OR l.facility_id IS DISTINCT FROM n.facility_id
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'telling_is_of_one_facility',
            TABLE = 'telling',
            MESSAGE = 'telling_is_of_one_facility';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER telling_is_of_one_facility AFTER INSERT ON telling
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION telling_is_of_one_facility();
