SELECT guard_rows('fee_agreement');
SELECT keep_for_ever('fee_agreement');

-- An agreement is about an item of its own school.
CREATE FUNCTION fee_agreement_is_of_its_item() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM fee_item AS i WHERE i.id = NEW.fee_item_id AND i.facility_id = NEW.facility_id
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'foreign_key_violation',
            CONSTRAINT = 'fee_agreement_is_of_its_item',
            TABLE = 'fee_agreement',
            MESSAGE = 'fee_agreement_is_of_its_item: item ' || NEW.fee_item_id;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER fee_agreement_is_of_its_item AFTER INSERT ON fee_agreement
    FOR EACH ROW EXECUTE FUNCTION fee_agreement_is_of_its_item();
