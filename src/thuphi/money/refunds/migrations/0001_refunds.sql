SELECT guard_rows('refund_limit');
SELECT guard_rows('refund');

-- Pages ask, agree, withdraw and say what was handed over; the book is moved by the worker.
CREATE POLICY app_asks ON refund AS RESTRICTIVE FOR INSERT TO thuphi_app
    WITH CHECK (state IN ('asked', 'approved') AND sent_at IS NULL AND closed_at IS NULL);
REVOKE UPDATE ON refund FROM thuphi_app;
GRANT UPDATE (state, asked_by, approved_by, approved_at, next_ask_at, closed_at, handed_over_by,
              handed_over_at, document, verdict, needs_person) ON refund TO thuphi_app;
CREATE POLICY app_agrees_or_withdraws ON refund AS RESTRICTIVE FOR UPDATE TO thuphi_app
    USING (state IN ('asked', 'approved', 'sent')) WITH CHECK (state IN ('asked', 'approved', 'withdrawn', 'sent'));

-- Never more than was paid: what is asked, on its way or gone, for each payment.
CREATE FUNCTION refund_is_never_above_payment() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    came payment%ROWTYPE;
BEGIN
    SELECT * INTO came FROM payment AS p WHERE p.id = NEW.payment_id FOR UPDATE;
    IF NOT EXISTS (
        SELECT FROM heard AS h
        WHERE h.id = came.heard_id AND h.merchant_id = NEW.merchant_id AND h.channel = NEW.channel
    ) OR NEW.alone_limit_vnd > greatest(coalesce(
        (SELECT l.alone_vnd FROM refund_limit AS l WHERE l.facility_id = NEW.facility_id), 0)
        - (SELECT coalesce(sum(r.amount_vnd), 0) FROM refund AS r
           WHERE r.payment_id = NEW.payment_id AND r.id <> NEW.id
             AND r.state NOT IN ('failed', 'withdrawn')), 0)
    THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'refund_is_of_its_payment',
            TABLE = 'refund',
            MESSAGE = 'refund_is_of_its_payment: payment ' || NEW.payment_id;
    END IF;
    IF came.facility_id IS DISTINCT FROM NEW.facility_id OR (
        SELECT sum(r.amount_vnd) FROM refund AS r
        WHERE r.payment_id = NEW.payment_id AND r.state NOT IN ('failed', 'withdrawn')
    ) > came.applied_vnd + came.excess_vnd + came.unidentified_vnd THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'refund_is_never_above_payment',
            TABLE = 'refund',
            MESSAGE = 'refund_is_never_above_payment: payment ' || NEW.payment_id;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER refund_is_never_above_payment AFTER INSERT ON refund
    FOR EACH ROW EXECUTE FUNCTION refund_is_never_above_payment();

CREATE INDEX refund_needing_a_person ON refund (facility_id) WHERE needs_person;

-- What was asked stays as it was asked, and a refund that is over stays over.
CREATE FUNCTION refund_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    -- rules.REFUND_STATES
    moves CONSTANT text[] := ARRAY[
        'asked>approved', 'asked>withdrawn', 'approved>sent', 'approved>failed', 'approved>reversed',
        'sent>refunded', 'sent>failed'];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.state NOT IN ('failed', 'withdrawn', 'refunded', 'reversed')
           AND (NEW.state = OLD.state OR OLD.state || '>' || NEW.state = ANY (moves))
           AND (NEW.facility_id, NEW.payment_id, NEW.amount_vnd, NEW.reference, NEW.way, NEW.reason,
                NEW.merchant_id, NEW.channel, NEW.alone_limit_vnd, NEW.payee_bin, NEW.payee_account,
                NEW.payee_name)
               IS NOT DISTINCT FROM
               (OLD.facility_id, OLD.payment_id, OLD.amount_vnd, OLD.reference, OLD.way, OLD.reason,
                OLD.merchant_id, OLD.channel, OLD.alone_limit_vnd, OLD.payee_bin, OLD.payee_account,
                OLD.payee_name)
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = 'refund_is_kept',
        TABLE = 'refund',
        MESSAGE = 'refund_is_kept: ' || TG_OP || ' refused';
END
$$;
CREATE TRIGGER refund_is_kept BEFORE UPDATE OR DELETE ON refund
    FOR EACH ROW EXECUTE FUNCTION refund_is_kept();
