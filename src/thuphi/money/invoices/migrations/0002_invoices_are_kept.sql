SELECT guard_rows('invoice_account');
SELECT guard_rows('invoice');

-- What is sealed is written by pages and read by the worker alone.
REVOKE SELECT ON invoice_account FROM thuphi_app;
GRANT SELECT (facility_id, kind, address, tax_code, serial, opened_by, opened_at)
    ON invoice_account TO thuphi_app;

-- Pages ask and take up again; only the worker hears what the provider said.
CREATE POLICY app_asks ON invoice AS RESTRICTIVE FOR INSERT TO thuphi_app
    WITH CHECK (state = 'asked' AND number IS NULL);
CREATE POLICY app_takes_up_again ON invoice AS RESTRICTIVE FOR UPDATE TO thuphi_app
    USING (state = 'refused') WITH CHECK (state = 'asked');

-- What was asked stays as it was asked, and what was issued as it was issued.
CREATE FUNCTION invoice_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    -- rules.INVOICE_STATES
    moves CONSTANT text[] := ARRAY[
        'asked>sent', 'asked>issued', 'asked>refused', 'sent>issued', 'sent>refused',
        'refused>asked', 'issued>replaced'];
BEGIN
    IF TG_OP = 'UPDATE' AND (
        (NEW.facility_id, NEW.bill_id, NEW.kind, NEW.replaces_id, NEW.amount_vnd, NEW.buyer, NEW.lines)
        IS NOT DISTINCT FROM
        (OLD.facility_id, OLD.bill_id, OLD.kind, OLD.replaces_id, OLD.amount_vnd, OLD.buyer, OLD.lines)
        AND (NEW.state = OLD.state OR OLD.state || '>' || NEW.state = ANY (moves))
        AND (OLD.number IS NULL
             OR (NEW.number, NEW.serial, NEW.tax_office_code, NEW.issued_at)
                = (OLD.number, OLD.serial, OLD.tax_office_code, OLD.issued_at))
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = 'invoice_is_kept',
        TABLE = 'invoice',
        MESSAGE = 'invoice_is_kept: ' || TG_OP || ' refused';
END
$$;
CREATE TRIGGER invoice_is_kept BEFORE UPDATE OR DELETE ON invoice
    FOR EACH ROW EXECUTE FUNCTION invoice_is_kept();
CREATE TRIGGER invoice_is_never_emptied BEFORE TRUNCATE ON invoice
    FOR EACH STATEMENT EXECUTE FUNCTION invoice_is_kept();

CREATE FUNCTION invoice_is_of_its_bill() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM bill AS b WHERE b.id = NEW.bill_id AND b.facility_id = NEW.facility_id
    ) OR (NEW.replaces_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM invoice AS i WHERE i.id = NEW.replaces_id AND i.bill_id = NEW.bill_id
    )) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'foreign_key_violation',
            CONSTRAINT = 'invoice_is_of_its_bill',
            TABLE = 'invoice',
            MESSAGE = 'invoice_is_of_its_bill: invoice ' || NEW.id;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER invoice_is_of_its_bill AFTER INSERT ON invoice
    FOR EACH ROW EXECUTE FUNCTION invoice_is_of_its_bill();
