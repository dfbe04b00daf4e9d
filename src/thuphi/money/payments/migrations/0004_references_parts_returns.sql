SELECT guard_rows('payment_return');
SELECT keep_for_ever('payment_return');
-- Money goes back by the worker's hand; pages look.
REVOKE INSERT, UPDATE ON payment_return FROM thuphi_app;

-- No more goes back than came: what is asked and has not failed, for each payment.
CREATE FUNCTION payment_return_is_never_too_much() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    came payment%ROWTYPE;
    gone bigint;
BEGIN
    SELECT * INTO came FROM payment AS p WHERE p.id = NEW.payment_id FOR UPDATE;
    IF NEW.kind = 'asked' AND EXISTS (
        SELECT FROM payment AS p WHERE p.identifies_id = NEW.payment_id
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'payment_goes_back_or_to_a_bill',
            TABLE = 'payment_return',
            MESSAGE = 'payment_goes_back_or_to_a_bill: payment ' || NEW.payment_id;
    END IF;
    IF came.facility_id IS DISTINCT FROM NEW.facility_id THEN
        RAISE EXCEPTION USING
            ERRCODE = 'foreign_key_violation',
            CONSTRAINT = 'payment_return_is_of_one_facility',
            TABLE = 'payment_return',
            MESSAGE = 'payment_return_is_of_one_facility: payment ' || NEW.payment_id;
    END IF;
    SELECT coalesce(sum(CASE r.kind WHEN 'asked' THEN 1 WHEN 'failed' THEN -1 ELSE 0 END
                        * (r.from_bill_vnd + r.from_credit_vnd + r.from_unidentified_vnd)), 0)
      INTO gone FROM payment_return AS r WHERE r.payment_id = NEW.payment_id;
    IF gone < 0 OR gone > came.applied_vnd + came.excess_vnd + came.unidentified_vnd THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'payment_return_is_never_too_much',
            TABLE = 'payment_return',
            MESSAGE = 'payment_return_is_never_too_much: payment ' || NEW.payment_id;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER payment_return_is_never_too_much AFTER INSERT ON payment_return
    FOR EACH ROW EXECUTE FUNCTION payment_return_is_never_too_much();

-- Money without an owner either goes back or to a bill: whoever comes first locks the payment.
CREATE FUNCTION payment_goes_back_or_to_a_bill() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM payment AS p WHERE p.id = NEW.identifies_id FOR UPDATE;
    IF (SELECT coalesce(sum(CASE r.kind WHEN 'asked' THEN 1 WHEN 'failed' THEN -1 ELSE 0 END
                            * r.from_unidentified_vnd), 0)
        FROM payment_return AS r WHERE r.payment_id = NEW.identifies_id) > 0 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'payment_goes_back_or_to_a_bill',
            TABLE = 'payment',
            MESSAGE = 'payment_goes_back_or_to_a_bill: payment ' || NEW.identifies_id;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER payment_goes_back_or_to_a_bill AFTER INSERT ON payment
    FOR EACH ROW WHEN (NEW.identifies_id IS NOT NULL)
    EXECUTE FUNCTION payment_goes_back_or_to_a_bill();

-- A refusal waits for the worker too, who moves its attempt: only confirmed money is being booked.
CREATE OR REPLACE FUNCTION bill_is_being_booked(wanted text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM heard_waiting AS w JOIN heard AS h ON h.id = w.heard_id
        WHERE wanted = ANY (h.codes) AND h.outcome = 'confirmed'
    )
$$;

-- How much was heard for these codes and is not booked yet: an operator is not told that it is due.
CREATE FUNCTION money_being_booked(wanted text[])
RETURNS TABLE (code text, amount_vnd bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT k.code, sum(h.amount_vnd)::bigint
    FROM heard_waiting AS w
    JOIN heard AS h ON h.id = w.heard_id
    CROSS JOIN LATERAL unnest(h.codes) AS k (code)
    WHERE h.outcome = 'confirmed' AND k.code = ANY (wanted)
    GROUP BY k.code
$$;
REVOKE EXECUTE ON FUNCTION money_being_booked(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION money_being_booked(text[]) TO thuphi_app, thuphi_worker;

-- What an operator calls its own payment is looked up before a new one is taken.
CREATE INDEX heard_by_correlation ON heard (merchant_id, (details -> 'correlation'))
    WHERE details ? 'correlation';

-- Which attempt is meant is looked up by what the provider carries of ours.
CREATE INDEX heard_by_our_reference ON heard (merchant_id, reference) WHERE reference <> '';

-- What pages say was paid on a bill is what its payments say, less what went back.
CREATE OR REPLACE FUNCTION bill_is_paid_by_payments() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.paid_vnd <> (
        SELECT coalesce(sum(p.applied_vnd), 0) FROM payment AS p WHERE p.bill_id = NEW.id
    ) - (
        SELECT coalesce(sum(CASE r.kind WHEN 'asked' THEN r.from_bill_vnd
                                        WHEN 'failed' THEN -r.from_bill_vnd ELSE 0 END), 0)
        FROM payment AS p JOIN payment_return AS r ON r.payment_id = p.id
        WHERE p.bill_id = NEW.id
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'bill_is_paid_by_payments',
            TABLE = 'bill',
            MESSAGE = 'bill_is_paid_by_payments: bill ' || NEW.id;
    END IF;
    RETURN NULL;
END
$$;

-- An operator or the portal that asks for a bill and pays it comes by our API, and so by the pages'
-- role: it may be heard for its own merchant, and for nobody else's.
DROP POLICY app_hears_cash ON heard;
CREATE POLICY app_hears_cash_and_operators ON heard AS RESTRICTIVE FOR INSERT TO thuphi_app
    WITH CHECK (
        (channel = 'cash' AND method = 'cash' AND merchant_id = 0)
        OR (channel IN ('gsma', 'portal') AND EXISTS (
            SELECT FROM merchant AS m
            WHERE m.id = merchant_id AND m.channel = heard.channel
              AND m.facility_id = heard.facility_id AND m.is_active))
    );
GRANT INSERT ON heard_waiting TO thuphi_app;
CREATE POLICY app_lets_wait_what_it_heard ON heard_waiting FOR INSERT TO thuphi_app
    WITH CHECK (EXISTS (SELECT FROM heard AS h WHERE h.id = heard_id AND h.channel IN ('gsma', 'portal'))
                AND NOT EXISTS (SELECT FROM payment AS p WHERE p.heard_id = heard_waiting.heard_id));
GRANT INSERT ON heard_otherwise TO thuphi_app;
CREATE POLICY app_keeps_what_differs ON heard_otherwise FOR INSERT TO thuphi_app
    WITH CHECK (EXISTS (SELECT FROM heard AS h WHERE h.id = heard_id AND h.channel IN ('gsma', 'portal')));
