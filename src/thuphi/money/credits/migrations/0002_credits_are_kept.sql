SELECT guard_rows('credit');
SELECT guard_rows('credit_use');
SELECT guard_rows('credit_payout');
SELECT guard_rows('credit_rule');
SELECT keep_for_ever('credit');
SELECT keep_for_ever('credit_use');
SELECT keep_for_ever('credit_payout');

-- A lot's bill, child and item are of its own facility, and the bill is the child's own. None of the
-- three can move, so what held once holds for ever.
CREATE FUNCTION credit_is_of_one_facility() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
    stray bigint;
BEGIN
    SELECT f.id INTO stray FROM fresh AS f
    WHERE f.facility_id IS DISTINCT FROM
              (SELECT b.facility_id FROM beneficiary AS b WHERE b.id = f.beneficiary_id)
       OR (f.fee_item_id IS NOT NULL AND f.facility_id IS DISTINCT FROM
              (SELECT i.facility_id FROM fee_item AS i WHERE i.id = f.fee_item_id))
       OR (f.bill_id IS NOT NULL AND f.beneficiary_id IS DISTINCT FROM
              (SELECT b.beneficiary_id FROM bill AS b WHERE b.id = f.bill_id))
    LIMIT 1;
    IF stray IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'foreign_key_violation',
            CONSTRAINT = 'credit_is_of_one_facility',
            TABLE = 'credit',
            MESSAGE = 'credit_is_of_one_facility: credit ' || stray;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER credit_is_of_one_facility AFTER INSERT ON credit
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION credit_is_of_one_facility();

-- What is left of a lot is never below nought and never above what came; it is used by its own
-- facility, and pays bills of its own child. Lots are locked in the order of their ids.
CREATE FUNCTION credit_is_never_overdrawn() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
    wrong bigint;
BEGIN
    PERFORM FROM credit AS c WHERE c.id IN (SELECT f.credit_id FROM fresh AS f)
        ORDER BY c.id FOR UPDATE;
    SELECT f.credit_id INTO wrong FROM fresh AS f JOIN credit AS c ON c.id = f.credit_id
    WHERE f.facility_id <> c.facility_id
       OR (f.bill_id IS NOT NULL AND c.beneficiary_id IS DISTINCT FROM
           (SELECT b.beneficiary_id FROM bill AS b WHERE b.id = f.bill_id))
    LIMIT 1;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'foreign_key_violation',
            CONSTRAINT = 'credit_use_is_of_its_family',
            TABLE = 'credit_use',
            MESSAGE = 'credit_use_is_of_its_family: credit ' || wrong;
    END IF;
    SELECT c.id INTO wrong
    FROM (SELECT DISTINCT credit_id FROM fresh) AS f
    JOIN credit AS c ON c.id = f.credit_id
    WHERE (SELECT sum(u.amount_vnd) FROM credit_use AS u WHERE u.credit_id = c.id)
          NOT BETWEEN 0 AND c.amount_vnd
    LIMIT 1;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'credit_is_never_overdrawn',
            TABLE = 'credit_use',
            MESSAGE = 'credit_is_never_overdrawn: credit ' || wrong;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER credit_is_never_overdrawn AFTER INSERT ON credit_use
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION credit_is_never_overdrawn();

-- Who is about to use a family's credits waits here for whoever does so at this moment. Nobody may
-- change a lot, so the lock is taken with the owner's hand.
CREATE FUNCTION lock_credits(facility bigint, families bigint[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    held bigint;
BEGIN
    WITH mine AS (
        SELECT c.id FROM credit AS c
        WHERE c.facility_id = facility AND c.beneficiary_id = ANY (families)
          AND (current_setting('role') <> 'thuphi_app' OR facility = ANY (thuphi_scope()))
        ORDER BY c.id FOR UPDATE
    )
    SELECT count(*) INTO held FROM mine;
    RETURN held;
END
$$;
REVOKE EXECUTE ON FUNCTION lock_credits(bigint, bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lock_credits(bigint, bigint[]) TO thuphi_app, thuphi_worker;

-- Pages release and open credits, spend them and pay them out; what a payment brought too much, and
-- what a refund takes or leaves, is written by the booking itself.
CREATE POLICY app_releases_and_opens ON credit AS RESTRICTIVE FOR INSERT TO thuphi_app
    WITH CHECK (source IN ('released', 'opening'));
CREATE POLICY app_spends_and_pays_out ON credit_use AS RESTRICTIVE FOR INSERT TO thuphi_app
    WITH CHECK (kind IN ('bill', 'payout', 'payout_back'));
