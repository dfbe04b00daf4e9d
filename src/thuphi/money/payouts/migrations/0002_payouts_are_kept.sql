SELECT guard_rows('payout_account');
SELECT guard_rows('payout_list');
SELECT guard_rows('payout');

-- What was listed stays as it was listed: who, how much, by which way, on which account.
CREATE FUNCTION payout_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    -- rules.PAYOUT_STATES
    moves CONSTANT text[] := ARRAY[
        'listed>released', 'listed>withdrawn', 'released>paid', 'released>failed'];
BEGIN
    IF TG_OP = 'UPDATE' AND (
        (NEW.facility_id, NEW.payout_list_id, NEW.beneficiary_id, NEW.amount_vnd, NEW.way, NEW.bin,
         NEW.number, NEW.name)
        IS NOT DISTINCT FROM
        (OLD.facility_id, OLD.payout_list_id, OLD.beneficiary_id, OLD.amount_vnd, OLD.way, OLD.bin,
         OLD.number, OLD.name)
        AND (NEW.state = OLD.state OR OLD.state || '>' || NEW.state = ANY (moves))
        AND (OLD.settled_at IS NULL OR NEW IS NOT DISTINCT FROM OLD)
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = 'payout_is_kept',
        TABLE = 'payout',
        MESSAGE = 'payout_is_kept: ' || TG_OP || ' refused';
END
$$;
CREATE TRIGGER payout_is_kept BEFORE UPDATE OR DELETE ON payout
    FOR EACH ROW EXECUTE FUNCTION payout_is_kept();
CREATE TRIGGER payout_is_never_emptied BEFORE TRUNCATE ON payout
    FOR EACH STATEMENT EXECUTE FUNCTION payout_is_kept();

-- An account is never written over: another takes its place, and its own dates say so.
CREATE FUNCTION payout_account_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (
        (NEW.facility_id, NEW.beneficiary_id, NEW.bin, NEW.number, NEW.name, NEW.set_by, NEW.set_at)
        IS NOT DISTINCT FROM
        (OLD.facility_id, OLD.beneficiary_id, OLD.bin, OLD.number, OLD.name, OLD.set_by, OLD.set_at)
        AND (OLD.confirmed_at IS NULL OR NEW.confirmed_at = OLD.confirmed_at)
        AND OLD.replaced_at IS NULL
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = 'payout_account_is_kept',
        TABLE = 'payout_account',
        MESSAGE = 'payout_account_is_kept: ' || TG_OP || ' refused';
END
$$;
CREATE TRIGGER payout_account_is_kept BEFORE UPDATE OR DELETE ON payout_account
    FOR EACH ROW EXECUTE FUNCTION payout_account_is_kept();

-- A payout is of its list's facility, and of a child of that facility.
CREATE FUNCTION payout_is_of_one_facility() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM payout_list AS l WHERE l.id = NEW.payout_list_id AND l.facility_id = NEW.facility_id
    ) OR NOT EXISTS (
        SELECT FROM beneficiary AS b WHERE b.id = NEW.beneficiary_id AND b.facility_id = NEW.facility_id
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'foreign_key_violation',
            CONSTRAINT = 'payout_is_of_one_facility',
            TABLE = 'payout',
            MESSAGE = 'payout_is_of_one_facility: payout ' || NEW.id;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER payout_is_of_one_facility AFTER INSERT ON payout
    FOR EACH ROW EXECUTE FUNCTION payout_is_of_one_facility();
