ALTER TABLE merchant ALTER COLUMN contract_number SET DEFAULT '';
ALTER TABLE merchant ALTER COLUMN evidence SET DEFAULT '';
ALTER TABLE merchant ALTER COLUMN secret_names SET DEFAULT '{}';

-- Pages register merchants of the facilities they were let into. Secrets they may write and never
-- read again, not even sealed; a channel and its address are for good; and that money came through
-- a merchant is for the worker alone to say.
GRANT SELECT (secret_names, contract_number, contract_valid, evidence, last_paid_on)
    ON merchant TO thuphi_app;
GRANT INSERT ON merchant TO thuphi_app;
GRANT UPDATE (account_number, shares_account, settings, sealed, secret_names, is_active,
              contract_number, contract_valid, evidence) ON merchant TO thuphi_app;
CREATE POLICY app_brings_no_evidence ON merchant AS RESTRICTIVE FOR INSERT TO thuphi_app
    WITH CHECK (last_paid_on IS NULL);

-- What is sealed does not lie open as well, and pages make no merchant whom anybody could imitate:
-- what is sealed only who has the master secret can make.
CREATE POLICY app_seals_secrets ON merchant AS RESTRICTIVE FOR INSERT TO thuphi_app
    WITH CHECK (secret_names <> '{}' AND octet_length(sealed) > 0);
ALTER TABLE merchant ADD CONSTRAINT merchant_secrets_are_not_open
    CHECK (NOT settings ?| secret_names);

SELECT guard_rows('terminal');
SELECT guard_rows('method_fee');
SELECT guard_rows('method_incentive');

-- What hangs on a merchant is of the merchant's facility, also where the merchant is not seen.
CREATE FUNCTION is_of_its_merchants_facility() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.merchant_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM merchant AS m WHERE m.id = NEW.merchant_id AND m.facility_id = NEW.facility_id
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'integrity_constraint_violation',
            CONSTRAINT = TG_TABLE_NAME || '_is_of_its_merchants_facility',
            TABLE = TG_TABLE_NAME,
            MESSAGE = TG_TABLE_NAME || '_is_of_its_merchants_facility';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER is_of_its_merchants_facility BEFORE INSERT OR UPDATE OF facility_id, merchant_id
    ON terminal FOR EACH ROW EXECUTE FUNCTION is_of_its_merchants_facility();
CREATE TRIGGER is_of_its_merchants_facility BEFORE INSERT OR UPDATE OF facility_id, merchant_id
    ON method_fee FOR EACH ROW EXECUTE FUNCTION is_of_its_merchants_facility();
CREATE TRIGGER is_of_its_merchants_facility BEFORE INSERT OR UPDATE OF facility_id, merchant_id
    ON method_incentive FOR EACH ROW EXECUTE FUNCTION is_of_its_merchants_facility();

-- What a provider takes and grants was told to families: a span may be ended, and nothing else.
REVOKE UPDATE ON method_fee, method_incentive, terminal FROM thuphi_app;
GRANT UPDATE (valid) ON method_fee, method_incentive TO thuphi_app;
GRANT UPDATE (valid, state, place) ON terminal TO thuphi_app;
