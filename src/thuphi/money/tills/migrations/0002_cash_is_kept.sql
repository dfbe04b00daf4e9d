SELECT guard_rows('receipt_book');
SELECT guard_rows('receipt_slip');
SELECT keep_for_ever('receipt_slip');
SELECT guard_rows('hand_over');
SELECT guard_rows('cash_deposit');

-- Pages sign what was written before, and change nothing else of it.
REVOKE UPDATE ON receipt_slip, receipt_book, hand_over, cash_deposit FROM thuphi_app;
GRANT UPDATE (returned_to, returned_at) ON receipt_book TO thuphi_app;
GRANT UPDATE (state, received_by, closed_at, answer) ON hand_over TO thuphi_app;
GRANT UPDATE (matched_by, matched_at, bank_reference) ON cash_deposit TO thuphi_app;

-- What a collector took is asked at every hand-over, what a facility took at every page of its book.
-- Money that comes by wire is in neither of the two.
CREATE INDEX payment_in_cash ON payment (facility_id, taken_by, paid_at) INCLUDE (amount_vnd)
    WHERE channel = 'cash' AND identifies_id IS NULL;
CREATE INDEX transfer_paid_out_in_cash ON transfer (facility_id, happened_at)
    WHERE recipe IN ('refund_done_cash', 'payout_done_cash', 'bank_cash');

-- What is in a collector's hands: taken, less what others have received of them.
CREATE FUNCTION cash_held(facility bigint, person bigint) RETURNS bigint
LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT sum(p.amount_vnd) FROM payment AS p
                     WHERE p.facility_id = facility AND p.taken_by = person
                       AND p.channel = 'cash' AND p.identifies_id IS NULL), 0)::bigint
         - coalesce((SELECT sum(h.amount_vnd) FROM hand_over AS h
                     WHERE h.facility_id = facility AND h.given_by = person
                       AND h.state = 'received'), 0)::bigint
$$;

-- What lies in the fund: all cash of the book, less what is still in collectors' hands.
CREATE FUNCTION cash_in_fund(facility bigint) RETURNS bigint
LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT sum(a.debit_vnd - a.credit_vnd) FROM ledger_account AS a
                     WHERE a.facility_id = facility AND a.kind = 'cash'), 0)::bigint
         - coalesce((SELECT sum(p.amount_vnd) FROM payment AS p
                     WHERE p.facility_id = facility AND p.taken_by IS NOT NULL
                       AND p.channel = 'cash' AND p.identifies_id IS NULL), 0)::bigint
         + coalesce((SELECT sum(h.amount_vnd) FROM hand_over AS h
                     WHERE h.facility_id = facility AND h.state = 'received'), 0)::bigint
$$;
REVOKE EXECUTE ON FUNCTION cash_held(bigint, bigint), cash_in_fund(bigint) FROM PUBLIC;

-- What two people signed stays as they signed it; it is received, refused or withdrawn once.
CREATE FUNCTION hand_over_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.state = 'given' THEN
        RETURN NEW;
    ELSIF TG_OP = 'UPDATE' THEN
        IF OLD.state = 'given' AND NEW.state <> 'given'
           AND (NEW.id, NEW.facility_id, NEW.given_by, NEW.given_at, NEW.held_vnd, NEW.pieces,
                NEW.counted_vnd, NEW.amount_vnd, NEW.reason)
               IS NOT DISTINCT FROM
               (OLD.id, OLD.facility_id, OLD.given_by, OLD.given_at, OLD.held_vnd, OLD.pieces,
                OLD.counted_vnd, OLD.amount_vnd, OLD.reason) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'check_violation', CONSTRAINT = 'hand_over_is_kept', TABLE = 'hand_over',
        MESSAGE = 'hand_over_is_kept: ' || TG_OP || ' refused';
END
$$;
CREATE TRIGGER hand_over_is_kept BEFORE UPDATE OR DELETE ON hand_over
    FOR EACH ROW EXECUTE FUNCTION hand_over_is_kept();
CREATE TRIGGER hand_over_is_given_first AFTER INSERT ON hand_over
    FOR EACH ROW EXECUTE FUNCTION hand_over_is_kept();

-- Nobody hands over more than they hold. Hand-overs of one person come one after the other.
CREATE FUNCTION hand_over_is_of_what_is_held() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    held bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(77103, hashint8(NEW.facility_id # (NEW.given_by << 20)));
    held := cash_held(NEW.facility_id, NEW.given_by);
    IF (TG_OP = 'INSERT' AND NEW.held_vnd <> held)
       OR held < 0 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation', CONSTRAINT = 'hand_over_is_of_what_is_held',
            TABLE = 'hand_over',
            MESSAGE = 'hand_over_is_of_what_is_held: ' || TG_OP || ' refused';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hand_over_is_of_what_is_held AFTER INSERT OR UPDATE ON hand_over
    FOR EACH ROW EXECUTE FUNCTION hand_over_is_of_what_is_held();

-- The count is the sum of its notes.
CREATE FUNCTION hand_over_is_the_sum_of_its_notes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    -- rules.NOTES_VND
    notes CONSTANT bigint[] := ARRAY[
        500000, 200000, 100000, 50000, 20000, 10000, 5000, 2000, 1000, 500, 200];
BEGIN
    IF cardinality(NEW.pieces) <> cardinality(notes)
       OR EXISTS (SELECT FROM unnest(NEW.pieces) AS n WHERE n IS NULL OR n < 0)
       OR NEW.counted_vnd <> (
           SELECT sum(n.number * v.note)
           FROM unnest(NEW.pieces) WITH ORDINALITY AS n (number, place)
           JOIN unnest(notes) WITH ORDINALITY AS v (note, place) USING (place)) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation', CONSTRAINT = 'hand_over_is_the_sum_of_its_notes',
            TABLE = 'hand_over', MESSAGE = 'hand_over_is_the_sum_of_its_notes';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hand_over_counts_its_notes AFTER INSERT ON hand_over
    FOR EACH ROW EXECUTE FUNCTION hand_over_is_the_sum_of_its_notes();

-- A deposit is found on a statement once; nothing else of it changes.
CREATE FUNCTION cash_deposit_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.matched_at IS NULL THEN
        RETURN NEW;
    ELSIF TG_OP = 'UPDATE' THEN
        IF OLD.matched_at IS NULL AND NEW.matched_at IS NOT NULL
           AND (NEW.id, NEW.facility_id, NEW.amount_vnd, NEW.account, NEW.document,
                NEW.deposited_by, NEW.deposited_at)
               IS NOT DISTINCT FROM
               (OLD.id, OLD.facility_id, OLD.amount_vnd, OLD.account, OLD.document,
                OLD.deposited_by, OLD.deposited_at) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'check_violation', CONSTRAINT = 'cash_deposit_is_kept', TABLE = 'cash_deposit',
        MESSAGE = 'cash_deposit_is_kept: ' || TG_OP || ' refused';
END
$$;
CREATE TRIGGER cash_deposit_is_kept BEFORE UPDATE OR DELETE ON cash_deposit
    FOR EACH ROW EXECUTE FUNCTION cash_deposit_is_kept();
CREATE TRIGGER cash_deposit_is_not_matched_yet AFTER INSERT ON cash_deposit
    FOR EACH ROW EXECUTE FUNCTION cash_deposit_is_kept();

-- No more is deposited than lies in the fund. Whoever moves cash waits for the account's row.
CREATE FUNCTION cash_deposit_is_out_of_the_fund() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM ledger_account AS a
    WHERE a.facility_id = NEW.facility_id AND a.kind = 'cash' ORDER BY a.id FOR UPDATE;
    IF NEW.amount_vnd > cash_in_fund(NEW.facility_id) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation', CONSTRAINT = 'cash_deposit_is_out_of_the_fund',
            TABLE = 'cash_deposit', MESSAGE = 'cash_deposit_is_out_of_the_fund';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER cash_deposit_is_out_of_the_fund AFTER INSERT ON cash_deposit
    FOR EACH ROW EXECUTE FUNCTION cash_deposit_is_out_of_the_fund();

-- A pad is handed back once; whose it was and which numbers it had is never written anew.
CREATE FUNCTION receipt_book_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.returned_at IS NULL AND NEW.returned_at >= NEW.given_at
           AND (NEW.id, NEW.facility_id, NEW.series, NEW.first_number, NEW.last_number,
                NEW.holder_id, NEW.given_by, NEW.given_at)
               IS NOT DISTINCT FROM
               (OLD.id, OLD.facility_id, OLD.series, OLD.first_number, OLD.last_number,
                OLD.holder_id, OLD.given_by, OLD.given_at) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'check_violation', CONSTRAINT = 'receipt_book_is_kept', TABLE = 'receipt_book',
        MESSAGE = 'receipt_book_is_kept: ' || TG_OP || ' refused';
END
$$;
CREATE TRIGGER receipt_book_is_kept BEFORE UPDATE OR DELETE ON receipt_book
    FOR EACH ROW EXECUTE FUNCTION receipt_book_is_kept();

-- A number is of its pad, while the pad is out; its cash was taken by who holds the pad.
CREATE FUNCTION receipt_slip_is_of_its_book() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    book receipt_book%ROWTYPE;
BEGIN
    SELECT * INTO book FROM receipt_book AS b WHERE b.id = NEW.book_id FOR SHARE;
    IF book.facility_id IS DISTINCT FROM NEW.facility_id OR book.returned_at IS NOT NULL
       OR NEW.number NOT BETWEEN book.first_number AND book.last_number THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation', CONSTRAINT = 'receipt_slip_is_of_its_book',
            TABLE = 'receipt_slip',
            MESSAGE = 'receipt_slip_is_of_its_book: book ' || NEW.book_id;
    END IF;
    IF NEW.payment_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM payment AS p
        WHERE p.id = NEW.payment_id AND p.facility_id = NEW.facility_id AND p.channel = 'cash'
          AND p.identifies_id IS NULL AND p.taken_by = book.holder_id) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation', CONSTRAINT = 'receipt_slip_is_of_cash_of_its_holder',
            TABLE = 'receipt_slip',
            MESSAGE = 'receipt_slip_is_of_cash_of_its_holder: payment ' || NEW.payment_id;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER receipt_slip_is_of_its_book AFTER INSERT ON receipt_slip
    FOR EACH ROW EXECUTE FUNCTION receipt_slip_is_of_its_book();
