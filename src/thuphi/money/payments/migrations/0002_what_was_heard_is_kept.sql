SELECT guard_rows('heard');
SELECT keep_for_ever('heard');
SELECT guard_rows('payment');
SELECT keep_for_ever('payment');
SELECT guard_rows('receipt_series');
SELECT guard_rows('bank_credit');
SELECT keep_for_ever('heard_otherwise');

-- Pages hear cash and find owners; what a provider tells comes by the gate and the worker alone.
CREATE POLICY app_hears_cash ON heard AS RESTRICTIVE FOR INSERT TO thuphi_app
    WITH CHECK (channel = 'cash' AND method = 'cash' AND merchant_id = 0);
CREATE POLICY app_takes_cash_or_finds_owners ON payment AS RESTRICTIVE FOR INSERT TO thuphi_app
    WITH CHECK (channel = 'cash' OR identifies_id IS NOT NULL);
CREATE POLICY app_claims_no_credit ON bank_credit AS RESTRICTIVE FOR INSERT TO thuphi_app
    WITH CHECK (false);
REVOKE UPDATE ON bank_credit FROM thuphi_app;
CREATE POLICY app_begins_with_one ON receipt_series AS RESTRICTIVE FOR INSERT TO thuphi_app
    WITH CHECK (last_number = 1);

-- Sums without any person in them are for everybody to see, and counted by who books.
ALTER TABLE month_count ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker_sees_all ON month_count TO thuphi_worker USING (true) WITH CHECK (true);
CREATE POLICY everybody_sees ON month_count FOR SELECT TO thuphi_app USING (true);
GRANT INSERT, UPDATE ON month_count TO thuphi_app;
CREATE POLICY app_counts_its_facilities ON month_count TO thuphi_app
    USING (facility_id = ANY ((SELECT thuphi_scope())::bigint[]))
    WITH CHECK (facility_id = ANY ((SELECT thuphi_scope())::bigint[]));

ALTER TABLE heard_waiting ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker_sees_all ON heard_waiting TO thuphi_worker USING (true) WITH CHECK (true);

ALTER TABLE heard_otherwise ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker_sees_all ON heard_otherwise TO thuphi_worker USING (true) WITH CHECK (true);
CREATE POLICY app_sees_its_facilities ON heard_otherwise FOR SELECT TO thuphi_app
    USING (EXISTS (SELECT FROM heard AS h WHERE h.id = heard_id));

-- A row lives for moments only; sweep often.
ALTER TABLE heard_waiting SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);
ALTER TABLE receipt_series SET (fillfactor = 50);
ALTER TABLE month_count SET (fillfactor = 50);

-- A receipt number only ever counts up, one booking at a time.
CREATE FUNCTION receipt_series_counts_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = 'receipt_series_counts_on',
        TABLE = 'receipt_series',
        MESSAGE = 'receipt_series_counts_on: ' || TG_OP || ' refused';
END
$$;
CREATE TRIGGER receipt_series_counts_on BEFORE UPDATE ON receipt_series
    FOR EACH ROW WHEN (NEW.last_number <= OLD.last_number
                       OR NEW.facility_id <> OLD.facility_id OR NEW.year <> OLD.year
                       OR current_user = 'thuphi_app' AND NEW.last_number <> OLD.last_number + 1)
    EXECUTE FUNCTION receipt_series_counts_on();
CREATE TRIGGER receipt_series_is_never_removed BEFORE DELETE OR TRUNCATE ON receipt_series
    FOR EACH STATEMENT EXECUTE FUNCTION receipt_series_counts_on();

-- Whose payment is this receipt? Asked by the public check, before it knows whose rows to see.
CREATE FUNCTION facility_of_payment(wanted bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT facility_id FROM payment WHERE id = wanted
$$;

-- A payment's notification and bill are there and of the payment's own facility. Checked for a whole
-- batch at once; neither of the two can ever be removed, so what held once holds for ever.
CREATE FUNCTION payment_is_of_one_facility() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
    stray bigint;
BEGIN
    SELECT f.id INTO stray FROM fresh AS f
    WHERE f.facility_id IS DISTINCT FROM (SELECT h.facility_id FROM heard AS h WHERE h.id = f.heard_id)
       OR (f.bill_id IS NOT NULL AND f.facility_id IS DISTINCT FROM
           (SELECT b.facility_id FROM bill AS b WHERE b.id = f.bill_id))
    LIMIT 1;
    IF stray IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'foreign_key_violation',
            CONSTRAINT = 'payment_is_of_one_facility',
            TABLE = 'payment',
            MESSAGE = 'payment_is_of_one_facility: its notification or bill is missing or of another facility';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER payment_is_of_one_facility AFTER INSERT ON payment
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION payment_is_of_one_facility();

-- Has money for this bill been heard that the worker has not booked yet? Asked by the bill's page.
CREATE FUNCTION bill_is_being_booked(wanted text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM heard_waiting AS w JOIN heard AS h ON h.id = w.heard_id
        WHERE wanted = ANY (h.codes)
    )
$$;

-- What pages say was paid on a bill is what its payments say. (The worker's own statement writes both
-- at once, and `rebuild_bill_paid` counts it again.)
CREATE FUNCTION bill_is_paid_by_payments() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.paid_vnd <> (
        SELECT coalesce(sum(p.applied_vnd), 0) FROM payment AS p WHERE p.bill_id = NEW.id
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
CREATE TRIGGER bill_is_paid_by_payments AFTER UPDATE ON bill
    FOR EACH ROW WHEN (OLD.paid_vnd <> NEW.paid_vnd AND current_user = 'thuphi_app')
    EXECUTE FUNCTION bill_is_paid_by_payments();

-- These look past the guard, so nobody but ourselves asks them.
REVOKE EXECUTE ON FUNCTION facility_of_payment(bigint), bill_is_being_booked(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION facility_of_payment(bigint), bill_is_being_booked(text) TO thuphi_app, thuphi_worker;
