SELECT guard_rows('basket');
SELECT keep_for_ever('basket');
SELECT guard_rows('basket_line');
SELECT keep_for_ever('basket_line');
SELECT guard_rows('attempt');
SELECT guard_rows('attempt_step');
SELECT keep_for_ever('attempt_step');

-- Pages begin an attempt, may ask to end it, and end one that a person has looked into. What money
-- came of it, the worker alone writes.
CREATE POLICY app_begins ON attempt AS RESTRICTIVE FOR INSERT TO thuphi_app
    WITH CHECK (state = 'created' AND sent_at IS NULL AND heard_id IS NULL);
REVOKE UPDATE ON attempt FROM thuphi_app;
GRANT UPDATE (cancel_asked_at, accepted_by, state, closed_at, next_ask_at, needs_person) ON attempt TO thuphi_app;
CREATE POLICY app_never_confirms ON attempt AS RESTRICTIVE FOR UPDATE TO thuphi_app
    USING (state <> 'confirmed') WITH CHECK (state <> 'confirmed');
ALTER TABLE attempt SET (fillfactor = 70);

CREATE INDEX attempt_needing_a_person ON attempt (facility_id) WHERE needs_person;

-- A basket's amount is the sum of its shares, and its bills are of its own facility.
CREATE FUNCTION basket_is_its_lines() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM (SELECT DISTINCT basket_id FROM fresh) AS f
        JOIN basket AS k ON k.id = f.basket_id
        WHERE k.amount_vnd <> (
            SELECT sum(l.amount_vnd) FROM basket_line AS l WHERE l.basket_id = k.id)
    ) OR EXISTS (
        SELECT FROM fresh AS f
        JOIN basket AS k ON k.id = f.basket_id
        JOIN bill AS b ON b.id = f.bill_id
        WHERE b.facility_id <> k.facility_id OR f.facility_id <> k.facility_id
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'basket_is_its_lines',
            TABLE = 'basket_line',
            MESSAGE = 'basket_is_its_lines: the sum differs, or a bill is of another facility';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER basket_is_its_lines AFTER INSERT ON basket_line
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION basket_is_its_lines();

-- What an attempt is about never changes, and it never says less than it said.
CREATE FUNCTION attempt_only_rises() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ranks CONSTANT text[] := ARRAY['created', 'pending', 'unknown', 'expired', 'cancelled',
                                   'refused', 'confirmed'];
BEGIN
    IF array_position(ranks, NEW.state) < array_position(ranks, OLD.state)
       OR (NEW.facility_id, NEW.merchant_id, NEW.code, NEW.reference, NEW.amount_vnd)
          IS DISTINCT FROM
          (OLD.facility_id, OLD.merchant_id, OLD.code, OLD.reference, OLD.amount_vnd) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'integrity_constraint_violation',
            CONSTRAINT = 'attempt_only_rises',
            TABLE = 'attempt',
            MESSAGE = 'attempt_only_rises: ' || OLD.state || ' -> ' || NEW.state;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER attempt_only_rises BEFORE UPDATE ON attempt
    FOR EACH ROW EXECUTE FUNCTION attempt_only_rises();

-- An attempt is by a merchant of its own facility and channel, and says no more to the provider than
-- what a person at a page may say (actions.EXTRAS).
CREATE FUNCTION attempt_is_of_its_merchant() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM merchant AS m
        WHERE m.id = NEW.merchant_id AND m.facility_id = NEW.facility_id AND m.channel = NEW.channel
    ) OR NEW.extra - ARRAY['msisdn', 'poi_id', 'bank_code', 'locale'] <> '{}'::jsonb THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'attempt_is_of_its_merchant',
            TABLE = 'attempt',
            MESSAGE = 'attempt_is_of_its_merchant: merchant ' || NEW.merchant_id;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER attempt_is_of_its_merchant AFTER INSERT ON attempt
    FOR EACH ROW EXECUTE FUNCTION attempt_is_of_its_merchant();

-- Whose basket or attempt is this? Asked before it is known whose rows may be seen.
CREATE FUNCTION facility_of_basket(wanted text) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT facility_id FROM basket WHERE code = wanted
$$;
REVOKE EXECUTE ON FUNCTION facility_of_basket(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION facility_of_basket(text) TO thuphi_app, thuphi_worker;
