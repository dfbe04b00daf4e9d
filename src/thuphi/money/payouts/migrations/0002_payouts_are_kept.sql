SELECT guard_rows('payout_account');
SELECT guard_rows('payout_list');
SELECT guard_rows('payout');

-- Pages list, release and say what the bank did; they write nothing over.
REVOKE UPDATE ON payout_account, payout_list, payout FROM thuphi_app;
GRANT UPDATE (confirmed_by, confirmed_at, replaced_at) ON payout_account TO thuphi_app;
GRANT UPDATE (state, released_by, released_at, from_bin, from_account, from_name, closed_at)
    ON payout_list TO thuphi_app;
GRANT UPDATE (state, document, note, settled_by, settled_at) ON payout TO thuphi_app;
CREATE POLICY app_prepares ON payout_list AS RESTRICTIVE FOR INSERT TO thuphi_app
    WITH CHECK (state = 'draft');
CREATE POLICY app_lists ON payout AS RESTRICTIVE FOR INSERT TO thuphi_app
    WITH CHECK (state = 'listed' AND EXISTS (
        SELECT FROM payout_list AS l WHERE l.id = payout_list_id AND l.state = 'draft'));

-- A list stays as it was prepared, and as it was released.
CREATE FUNCTION payout_list_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    -- rules.LIST_STATES
    moves CONSTANT text[] := ARRAY['draft>released', 'draft>withdrawn', 'released>closed'];
BEGIN
    IF TG_OP = 'UPDATE' AND (
        (NEW.facility_id, NEW.reason, NEW.paper, NEW.prepared_by, NEW.prepared_at)
        IS NOT DISTINCT FROM
        (OLD.facility_id, OLD.reason, OLD.paper, OLD.prepared_by, OLD.prepared_at)
        AND (NEW.state = OLD.state OR OLD.state || '>' || NEW.state = ANY (moves))
        AND (OLD.released_at IS NULL OR
             (NEW.released_by, NEW.released_at, NEW.from_bin, NEW.from_account, NEW.from_name)
             = (OLD.released_by, OLD.released_at, OLD.from_bin, OLD.from_account, OLD.from_name))
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = 'payout_list_is_kept',
        TABLE = 'payout_list',
        MESSAGE = 'payout_list_is_kept: ' || TG_OP || ' refused';
END
$$;
CREATE TRIGGER payout_list_is_kept BEFORE UPDATE OR DELETE ON payout_list
    FOR EACH ROW EXECUTE FUNCTION payout_list_is_kept();
CREATE TRIGGER payout_list_is_never_emptied BEFORE TRUNCATE ON payout_list
    FOR EACH STATEMENT EXECUTE FUNCTION payout_list_is_kept();

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
        AND (NEW.state <> 'released' OR EXISTS (
            SELECT FROM payout_list AS l
            WHERE l.id = NEW.payout_list_id AND l.state IN ('released', 'closed')))
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
        AND (OLD.confirmed_at IS NULL OR
             (NEW.confirmed_by, NEW.confirmed_at) = (OLD.confirmed_by, OLD.confirmed_at))
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
CREATE TRIGGER payout_account_is_never_emptied BEFORE TRUNCATE ON payout_account
    FOR EACH STATEMENT EXECUTE FUNCTION payout_account_is_kept();

CREATE TRIGGER payout_account_is_of_one_facility AFTER INSERT ON payout_account
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT
    EXECUTE FUNCTION rows_are_of_one_facility('payout_account_is_of_one_facility', 'beneficiary_id', 'beneficiary');

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
