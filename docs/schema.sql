CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

COMMENT ON EXTENSION btree_gist IS 'support for indexing common datatypes in GiST';

CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;

COMMENT ON EXTENSION pg_trgm IS 'text similarity measurement and index searching based on trigrams';

CREATE FUNCTION public.account_proof_is_kept() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    broken text;
BEGIN
    IF NOT EXISTS (
        SELECT FROM beneficiary_account AS a
        WHERE a.id = NEW.account_id AND a.facility_id = NEW.facility_id
    ) THEN
        broken := 'account_proof_is_of_its_account';
    ELSIF TG_OP = 'UPDATE' AND (OLD.state <> 'asked' OR (
        OLD.facility_id, OLD.account_id, OLD.text, OLD.amount_vnd, OLD.asked_at, OLD.asked_until
    ) IS DISTINCT FROM (
        NEW.facility_id, NEW.account_id, NEW.text, NEW.amount_vnd, NEW.asked_at, NEW.asked_until
    )) THEN
        broken := 'account_proof_ends_once';
    ELSIF NEW.state = 'seen' AND NOT EXISTS (
        SELECT FROM heard AS h JOIN beneficiary_account AS a ON a.id = NEW.account_id
        WHERE h.id = NEW.heard_id AND h.facility_id = NEW.facility_id AND h.outcome = 'confirmed'
          -- Pages hear cash, and operators who ask us for bills; a bank's credit they cannot write.
          AND h.channel NOT IN ('cash', 'gsma', 'portal')
          AND h.amount_vnd = NEW.amount_vnd AND h.account = a.number
          AND h.paid_at < NEW.asked_until
          AND strpos(regexp_replace(upper(h.text), '[^A-Z0-9]', '', 'g'), NEW.text) > 0
    ) THEN
        broken := 'account_proof_is_seen_by_money';
    END IF;
    IF broken IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = broken,
            TABLE = 'account_proof',
            MESSAGE = broken || ': proof ' || NEW.id;
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.adjustment_line_is_its_bills() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET enable_seqscan TO 'off'
    AS $$
DECLARE
    wrong bigint;
BEGIN
    SELECT f.id INTO wrong FROM fresh AS f
    WHERE NOT EXISTS (
        SELECT FROM bill_line AS l
        WHERE l.id = f.bill_line_id AND l.bill_id = f.bill_id AND l.fee_item_id = f.fee_item_id
          AND l.amount_vnd = f.amount_vnd AND l.facility_id = f.facility_id
          AND l.kind IN ('debit', 'credit'))
       OR f.facility_id IS DISTINCT FROM
          (SELECT a.facility_id FROM adjustment AS a WHERE a.id = f.adjustment_id)
    LIMIT 1;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'adjustment_line_is_its_bills',
            TABLE = 'adjustment_line',
            MESSAGE = 'adjustment_line_is_its_bills: line ' || wrong;
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.attempt_is_of_its_merchant() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.attempt_only_rises() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION public.basket_is_its_lines() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.bill_identity_is_kept() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = 'bill_identity_is_kept',
        TABLE = 'bill',
        MESSAGE = 'bill_identity_is_kept: ' || TG_OP || ' refused';
END
$$;

CREATE FUNCTION public.bill_is_being_booked(wanted text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT EXISTS (
        SELECT FROM heard_waiting AS w JOIN heard AS h ON h.id = w.heard_id
        WHERE wanted = ANY (h.codes) AND h.outcome = 'confirmed'
    )
$$;

CREATE FUNCTION public.bill_is_paid_by_payments() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF NEW.paid_vnd <> (
        SELECT coalesce(sum(p.applied_vnd), 0) FROM payment AS p WHERE p.bill_id = NEW.id
    ) - (
        SELECT coalesce(sum(CASE WHEN r.kind IN ('asked', 'undone') THEN r.from_bill_vnd
                                 WHEN r.kind = 'failed' THEN -r.from_bill_vnd ELSE 0 END), 0)
        FROM payment AS p JOIN payment_return AS r ON r.payment_id = p.id
        WHERE p.bill_id = NEW.id
    ) - (
        SELECT coalesce(sum(c.amount_vnd), 0) FROM credit AS c
        WHERE c.bill_id = NEW.id AND c.source = 'released'
    ) + (
        SELECT coalesce(sum(u.amount_vnd), 0) FROM credit_use AS u WHERE u.bill_id = NEW.id
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

CREATE FUNCTION public.bill_makes_fees_stale() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    INSERT INTO fee_count_stale (facility_id, month)
    SELECT DISTINCT facility_id, date_trunc('month', issued_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
    FROM fresh;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.bill_total_is_its_lines() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET enable_seqscan TO 'off'
    AS $$
DECLARE
    wrong bigint;
BEGIN
    IF TG_TABLE_NAME = 'bill' THEN
        SELECT f.id INTO wrong FROM fresh AS f
        WHERE f.total_vnd <> (
            SELECT coalesce(sum(l.amount_vnd), 0) FROM bill_line AS l WHERE l.bill_id = f.id
        ) LIMIT 1;
    ELSE
        SELECT f.bill_id INTO wrong FROM (SELECT DISTINCT bill_id FROM fresh) AS f
        WHERE (SELECT b.total_vnd FROM bill AS b WHERE b.id = f.bill_id) <> (
            SELECT sum(l.amount_vnd) FROM bill_line AS l WHERE l.bill_id = f.bill_id
        ) LIMIT 1;
    END IF;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'bill_total_is_its_lines',
            TABLE = 'bill',
            MESSAGE = 'bill_total_is_its_lines: bill ' || wrong;
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.bill_total_moves_with_its_lines() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF NEW.total_vnd <> (
        SELECT coalesce(sum(l.amount_vnd), 0) FROM bill_line AS l WHERE l.bill_id = NEW.id
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'bill_total_is_its_lines',
            TABLE = 'bill',
            MESSAGE = 'bill_total_is_its_lines: bill ' || NEW.id;
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.cancelled_bill_makes_fees_stale() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    INSERT INTO fee_count_stale (facility_id, month)
    VALUES (NEW.facility_id,
            date_trunc('month', NEW.issued_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date);
    RETURN NULL;
END
$$;

CREATE FUNCTION public.cash_deposit_is_kept() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION public.cash_deposit_is_out_of_the_fund() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.cash_held(facility bigint, person bigint) RETURNS bigint
    LANGUAGE sql STABLE
    AS $$
    SELECT coalesce((SELECT sum(p.amount_vnd) FROM payment AS p
                     WHERE p.facility_id = facility AND p.taken_by = person
                       AND p.channel = 'cash' AND p.identifies_id IS NULL), 0)::bigint
         - coalesce((SELECT sum(h.amount_vnd) FROM hand_over AS h
                     WHERE h.facility_id = facility AND h.given_by = person
                       AND h.state = 'received'), 0)::bigint
$$;

CREATE FUNCTION public.cash_in_fund(facility bigint) RETURNS bigint
    LANGUAGE sql STABLE
    AS $$
    SELECT coalesce((SELECT sum(a.debit_vnd - a.credit_vnd) FROM ledger_account AS a
                     WHERE a.facility_id = facility AND a.kind = 'cash'), 0)::bigint
         - coalesce((SELECT sum(p.amount_vnd) FROM payment AS p
                     WHERE p.facility_id = facility AND p.taken_by IS NOT NULL
                       AND p.channel = 'cash' AND p.identifies_id IS NULL), 0)::bigint
         + coalesce((SELECT sum(h.amount_vnd) FROM hand_over AS h
                     WHERE h.facility_id = facility AND h.state = 'received'), 0)::bigint
$$;

CREATE FUNCTION public.cashless_on_bills(wanted bigint[]) RETURNS TABLE(bill_id bigint, cashless_vnd bigint)
    LANGUAGE sql STABLE
    AS $$
    SELECT b.id, least(greatest(
        (SELECT coalesce(sum(p.applied_vnd - coalesce((
             SELECT sum(CASE WHEN r.kind IN ('asked', 'undone') THEN r.from_bill_vnd
                             WHEN r.kind = 'failed' THEN -r.from_bill_vnd ELSE 0 END)
             FROM payment_return AS r WHERE r.payment_id = p.id), 0)), 0)
         FROM payment AS p WHERE p.bill_id = b.id AND p.method <> 'cash')
        + (SELECT coalesce(sum(u.amount_vnd), 0) FROM credit_use AS u
           JOIN credit AS c ON c.id = u.credit_id AND c.is_cashless WHERE u.bill_id = b.id)
        - (SELECT coalesce(sum(c.amount_vnd), 0) FROM credit AS c
           WHERE c.bill_id = b.id AND c.source = 'released' AND c.is_cashless), 0),
        b.paid_vnd)::bigint
    FROM bill AS b WHERE b.id = ANY (wanted)
$$;

CREATE FUNCTION public.charge_back_is_kept_as_returns() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM charge_back AS c
                   WHERE c.refund_id = NEW.refund_id AND c.payment_id = NEW.payment_id
                     AND c.facility_id = NEW.facility_id
                     AND c.amount_vnd = NEW.from_bill_vnd + NEW.from_credit_vnd
                                        + NEW.from_unidentified_vnd + NEW.short_vnd) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'charge_back_is_kept_as_returns',
            TABLE = 'payment_return',
            MESSAGE = 'charge_back_is_kept_as_returns: payment ' || NEW.payment_id;
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.closing_is_kept() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = 'closing_is_kept',
        TABLE = 'run_closing',
        MESSAGE = 'closing_is_kept: ' || TG_OP || ' refused';
END
$$;

CREATE FUNCTION public.coupon_return_is_what_was_left() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM meal_settlement_line AS l
        WHERE l.id = NEW.line_id AND l.facility_id = NEW.facility_id AND l.left_vnd = NEW.amount_vnd
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'coupon_return_is_what_was_left',
            TABLE = TG_TABLE_NAME,
            MESSAGE = 'coupon_return_is_what_was_left: ' || TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION public.credit_is_never_overdrawn() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET enable_seqscan TO 'off'
    AS $$
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

CREATE FUNCTION public.credit_is_of_one_facility() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET enable_seqscan TO 'off'
    AS $$
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

CREATE FUNCTION public.credit_use_makes_fees_stale() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET enable_seqscan TO 'off'
    AS $$
BEGIN
    INSERT INTO fee_count_stale (facility_id, month)
    SELECT DISTINCT b.facility_id,
           date_trunc('month', b.issued_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
    FROM fresh AS f JOIN bill AS b ON b.id = f.bill_id;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.declaration_begins_as_a_draft() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF EXISTS (
        SELECT FROM made AS d
        WHERE d.state <> 'draft' OR (d.revision > 1 AND NOT EXISTS (
            SELECT FROM declaration AS b
            WHERE b.facility_id = d.facility_id AND b.month = d.month
              AND b.revision = d.revision - 1 AND b.state = 'approved'))
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'integrity_constraint_violation',
            CONSTRAINT = 'declaration_begins_as_a_draft',
            TABLE = 'declaration',
            MESSAGE = 'declaration_begins_as_a_draft';
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.declaration_is_kept() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    -- rules.DECLARATION_STATES
    moves CONSTANT text[] := ARRAY[
        'draft>submitted', 'submitted>verified', 'submitted>returned', 'returned>draft',
        'returned>submitted', 'verified>approved', 'verified>returned'];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (OLD.state || '>' || NEW.state = ANY (moves)
            OR NEW.state = OLD.state AND OLD.state IN ('draft', 'returned'))
           AND (NEW.id, NEW.facility_id, NEW.month, NEW.revision)
               = (OLD.id, OLD.facility_id, OLD.month, OLD.revision)
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = 'declaration_is_kept',
        TABLE = 'declaration',
        MESSAGE = 'declaration_is_kept: ' || TG_OP || ' refused';
END
$$;

CREATE FUNCTION public.declaration_is_open() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    is_open boolean := false;
BEGIN
    IF TG_OP <> 'UPDATE' THEN
        -- Nobody submits what is being written: the state that is looked at stays until the end.
        PERFORM FROM declaration AS d
        WHERE d.id IN (SELECT t.declaration_id FROM touched AS t) ORDER BY d.id FOR SHARE;
        SELECT NOT EXISTS (
            SELECT FROM touched AS t
            WHERE NOT EXISTS (
                SELECT FROM declaration AS d
                WHERE d.id = t.declaration_id AND d.facility_id = t.facility_id
                  AND d.state IN ('draft', 'returned'))
        ) INTO is_open;
    END IF;
    IF NOT is_open THEN
        RAISE EXCEPTION USING
            ERRCODE = 'integrity_constraint_violation',
            CONSTRAINT = TG_TABLE_NAME || '_is_of_an_open_declaration',
            TABLE = TG_TABLE_NAME,
            MESSAGE = TG_TABLE_NAME || '_is_of_an_open_declaration: ' || TG_OP || ' refused';
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.difficulty_is_kept() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    answered CONSTANT text[] := ARRAY['state', 'answer', 'answered_by', 'answered_at'];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.state = 'open' AND to_jsonb(NEW) - answered = to_jsonb(OLD) - answered THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = 'difficulty_is_kept',
        TABLE = 'difficulty',
        MESSAGE = 'difficulty_is_kept: ' || TG_OP || ' refused';
END
$$;

CREATE FUNCTION public.exemption_never_lasts_longer() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.until_on > OLD.until_on THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'exemption_never_lasts_longer',
            TABLE = 'exemption',
            MESSAGE = 'exemption_never_lasts_longer: exemption ' || OLD.id;
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION public.facility_of_basket(wanted text) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT facility_id FROM basket WHERE code = wanted
$$;

CREATE FUNCTION public.facility_of_bill(wanted text) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT facility_id FROM bill WHERE code = wanted
$$;

CREATE FUNCTION public.facility_of_payment(wanted bigint) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT facility_id FROM payment WHERE id = wanted
$$;

CREATE FUNCTION public.family_ask(wanted text, asker text, code text, at timestamp with time zone, until timestamp with time zone) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    DELETE FROM family_code WHERE phone IN (
        SELECT c.phone FROM family_code AS c
        WHERE c.ends_at <= at AND c.phone <> wanted ORDER BY c.phone LIMIT 100
        FOR UPDATE SKIP LOCKED
    );
    INSERT INTO family_code (phone, asker_key, code_key, tries_left, made_at, ends_at)
    VALUES (wanted, asker, code, 5, at, until)
    ON CONFLICT (phone) DO UPDATE SET
        asker_key = excluded.asker_key,
        code_key = excluded.code_key,
        tries_left = excluded.tries_left,
        made_at = excluded.made_at,
        ends_at = excluded.ends_at;
    RETURN EXISTS (SELECT FROM beneficiary AS b WHERE b.payer_phone = wanted);
END
$$;

CREATE FUNCTION public.family_enter(asker text, said text, session text, device text, at timestamp with time zone, until timestamp with time zone) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    asked family_code;
BEGIN
    UPDATE family_code SET tries_left = tries_left - 1
    WHERE asker_key = asker AND tries_left > 0 AND ends_at > at
    RETURNING * INTO asked;
    IF asked.phone IS NULL OR asked.code_key <> said THEN
        RETURN false;
    END IF;
    DELETE FROM family_code WHERE phone = asked.phone;
    DELETE FROM family_session WHERE session_key IN (
        SELECT s.session_key FROM family_session AS s
        WHERE s.ends_at <= at ORDER BY s.session_key LIMIT 100 FOR UPDATE SKIP LOCKED
    );
    DELETE FROM family_known WHERE id IN (
        SELECT k.id FROM family_known AS k
        WHERE k.ends_at <= at ORDER BY k.id LIMIT 100 FOR UPDATE SKIP LOCKED
    );
    INSERT INTO family_session (session_key, device_key, phone, opened_at, ends_at)
    VALUES (session, device, asked.phone, at, until);
    RETURN true;
END
$$;

CREATE FUNCTION public.family_leave(session text) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    DELETE FROM family_session WHERE session_key = session
$$;

CREATE FUNCTION public.family_people(session text, at timestamp with time zone) RETURNS TABLE(phone text, ends_at timestamp with time zone, beneficiary_id bigint, facility_id bigint, is_known boolean)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT s.phone, s.ends_at, b.id, b.facility_id, k.id IS NOT NULL
    FROM family_session AS s
    LEFT JOIN beneficiary AS b ON b.payer_phone = s.phone
    LEFT JOIN family_known AS k
        ON k.device_key = s.device_key AND k.beneficiary_id = b.id AND k.ends_at > at
    WHERE s.session_key = session AND s.ends_at > at
    ORDER BY b.is_active DESC, b.id
$$;

CREATE FUNCTION public.family_remember(session text, people bigint[], at timestamp with time zone, until timestamp with time zone) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    WITH written AS (
        INSERT INTO family_known (device_key, beneficiary_id, known_at, ends_at)
        SELECT s.device_key, b.id, at, until
        FROM family_session AS s
        JOIN beneficiary AS b ON b.payer_phone = s.phone AND b.id = ANY (people)
        WHERE s.session_key = session AND s.ends_at > at
        ON CONFLICT (device_key, beneficiary_id) DO UPDATE SET
            known_at = excluded.known_at, ends_at = excluded.ends_at
        RETURNING 1
    )
    SELECT count(*) FROM written
$$;

CREATE FUNCTION public.fee_agreement_is_of_its_item() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM fee_item AS i WHERE i.id = NEW.fee_item_id AND i.facility_id = NEW.facility_id
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'foreign_key_violation',
            CONSTRAINT = 'fee_agreement_is_of_its_item',
            TABLE = 'fee_agreement',
            MESSAGE = 'fee_agreement_is_of_its_item: item ' || NEW.fee_item_id;
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.fee_ceiling_is_kept() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (
        (NEW.place_id, NEW.agency_id, NEW.code, NEW.name, NEW.level, NEW.area, NEW.nature, NEW.unit,
         NEW.max_vnd, NEW.ground, NEW.ground_on, lower(NEW.valid))
        IS NOT DISTINCT FROM
        (OLD.place_id, OLD.agency_id, OLD.code, OLD.name, OLD.level, OLD.area, OLD.nature, OLD.unit,
         OLD.max_vnd, OLD.ground, OLD.ground_on, lower(OLD.valid))
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = 'fee_ceiling_is_kept',
        TABLE = 'fee_ceiling',
        MESSAGE = 'fee_ceiling_is_kept: ' || TG_OP || ' refused';
END
$$;

CREATE FUNCTION public.fees_counted(facilities bigint[], months date[]) RETURNS TABLE(facility_id bigint, month date, kind text, due_vnd bigint, due_paid_vnd bigint, due_cashless_vnd bigint, collected_vnd bigint, cashless_vnd bigint)
    LANGUAGE sql STABLE
    AS $$
WITH issued AS (
    SELECT b.id, b.facility_id,
           date_trunc('month', b.issued_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS month,
           b.total_vnd, b.paid_vnd
    FROM bill AS b
    WHERE b.state <> 'cancelled' AND b.total_vnd > 0
      AND (facilities IS NULL OR b.facility_id = ANY (facilities))
      AND (months IS NULL
           OR date_trunc('month', b.issued_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date = ANY (months))
),
touched AS (
    SELECT p.bill_id
    FROM payment AS p
    WHERE p.applied_vnd > 0
      AND (facilities IS NULL OR p.facility_id = ANY (facilities))
      AND (months IS NULL OR (
           p.paid_at >= (SELECT min(m) FROM unnest(months) AS m)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'
           AND p.paid_at < ((SELECT max(m) FROM unnest(months) AS m) + interval '1 month')
               AT TIME ZONE 'Asia/Ho_Chi_Minh'
           AND date_trunc('month', p.paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date = ANY (months)))
),
wanted AS (
    SELECT id AS bill_id FROM issued UNION SELECT bill_id FROM touched
),
weighed AS MATERIALIZED (
    SELECT w.bill_id, w.tuition, w.hospital_fee, w.meal, w.boarding, w.insurance, w.other,
           w.tuition + w.hospital_fee + w.meal + w.boarding + w.insurance + w.other AS whole
    FROM (
        SELECT k.bill_id,
               coalesce(CASE WHEN sum(k.net_vnd) > 0 THEN sum(k.net_vnd) FILTER (WHERE k.kind = 'tuition')
                             ELSE sum(k.asked_vnd) FILTER (WHERE k.kind = 'tuition') END, 0)::bigint AS tuition,
               coalesce(CASE WHEN sum(k.net_vnd) > 0 THEN sum(k.net_vnd) FILTER (WHERE k.kind = 'hospital_fee')
                             ELSE sum(k.asked_vnd) FILTER (WHERE k.kind = 'hospital_fee') END, 0)::bigint AS hospital_fee,
               coalesce(CASE WHEN sum(k.net_vnd) > 0 THEN sum(k.net_vnd) FILTER (WHERE k.kind = 'meal')
                             ELSE sum(k.asked_vnd) FILTER (WHERE k.kind = 'meal') END, 0)::bigint AS meal,
               coalesce(CASE WHEN sum(k.net_vnd) > 0 THEN sum(k.net_vnd) FILTER (WHERE k.kind = 'boarding')
                             ELSE sum(k.asked_vnd) FILTER (WHERE k.kind = 'boarding') END, 0)::bigint AS boarding,
               coalesce(CASE WHEN sum(k.net_vnd) > 0 THEN sum(k.net_vnd) FILTER (WHERE k.kind = 'insurance')
                             ELSE sum(k.asked_vnd) FILTER (WHERE k.kind = 'insurance') END, 0)::bigint AS insurance,
               coalesce(CASE WHEN sum(k.net_vnd) > 0 THEN sum(k.net_vnd) FILTER (WHERE k.kind = 'other')
                             ELSE sum(k.asked_vnd) FILTER (WHERE k.kind = 'other') END, 0)::bigint AS other
        FROM (
            SELECT l.bill_id, i.kind, greatest(sum(l.amount_vnd), 0) AS net_vnd,
                   coalesce(sum(l.amount_vnd) FILTER (WHERE l.amount_vnd > 0), 0) AS asked_vnd
            FROM bill_line AS l
            JOIN wanted AS v ON v.bill_id = l.bill_id
            JOIN fee_item AS i ON i.id = l.fee_item_id
            GROUP BY l.bill_id, i.kind
        ) AS k
        GROUP BY k.bill_id
    ) AS w
),
undone AS MATERIALIZED (
    SELECT r.payment_id FROM payment_return AS r
    WHERE r.kind = 'undone' AND (facilities IS NULL OR r.facility_id = ANY (facilities))
),
applied AS (
    SELECT p.bill_id, p.facility_id, p.method,
           date_trunc('month', p.paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS month, p.applied_vnd,
           (sum(p.applied_vnd) FILTER (WHERE p.id NOT IN (SELECT u.payment_id FROM undone AS u))
               OVER (PARTITION BY p.bill_id ORDER BY p.id))::bigint AS until_vnd,
           coalesce((
               SELECT sum(CASE WHEN r.kind IN ('asked', 'undone') THEN r.from_bill_vnd
                               WHEN r.kind = 'failed' THEN -r.from_bill_vnd ELSE 0 END)
               FROM payment_return AS r WHERE r.payment_id = p.id), 0)::bigint AS back_vnd,
           p.id IN (SELECT u.payment_id FROM undone AS u) AS is_undone
    FROM payment AS p
    JOIN wanted AS v ON v.bill_id = p.bill_id
    WHERE p.applied_vnd > 0
),
cashless AS (
    SELECT m.bill_id, sum(m.vnd)::bigint AS cashless_vnd
    FROM (
        SELECT a.bill_id, a.applied_vnd - a.back_vnd AS vnd FROM applied AS a WHERE a.method <> 'cash'
        UNION ALL
        SELECT u.bill_id, u.amount_vnd
        FROM credit_use AS u
        JOIN wanted AS v ON v.bill_id = u.bill_id
        JOIN credit AS c ON c.id = u.credit_id AND c.is_cashless
        UNION ALL
        SELECT c.bill_id, -c.amount_vnd
        FROM credit AS c
        JOIN wanted AS v ON v.bill_id = c.bill_id
        WHERE c.source = 'released' AND c.is_cashless
    ) AS m
    GROUP BY m.bill_id
),
point AS (
    SELECT i.id AS bill_id, i.facility_id, i.month, c.measure, 1 AS sign, c.vnd
    FROM issued AS i
    LEFT JOIN cashless AS k ON k.bill_id = i.id
    CROSS JOIN LATERAL (VALUES ('due', i.total_vnd), ('paid', i.paid_vnd),
                               ('due_cashless', least(coalesce(k.cashless_vnd, 0), i.paid_vnd))
    ) AS c (measure, vnd)
    WHERE c.vnd > 0
    UNION ALL
    SELECT a.bill_id, a.facility_id, a.month,
           CASE a.method WHEN 'cash' THEN 'cash' ELSE 'cashless' END, c.sign, c.vnd
    FROM applied AS a
    CROSS JOIN LATERAL (VALUES (1, a.until_vnd), (-1, a.until_vnd - a.applied_vnd)) AS c (sign, vnd)
    WHERE c.vnd > 0 AND NOT a.is_undone AND (months IS NULL OR a.month = ANY (months))
),
shared AS (
    SELECT p.facility_id, p.month, p.measure, p.sign, a.tuition, b.hospital_fee, c.meal, d.boarding,
           e.insurance,
           p.vnd - a.tuition - b.hospital_fee - c.meal - d.boarding - e.insurance AS other
    FROM point AS p
    JOIN weighed AS w ON w.bill_id = p.bill_id
    CROSS JOIN LATERAL (SELECT share_of(p.vnd, w.tuition, w.whole) AS tuition OFFSET 0) AS a
    CROSS JOIN LATERAL (SELECT share_of(p.vnd - a.tuition, w.hospital_fee,
                                        w.whole - w.tuition) AS hospital_fee OFFSET 0) AS b
    CROSS JOIN LATERAL (SELECT share_of(p.vnd - a.tuition - b.hospital_fee, w.meal,
                                        w.meal + w.boarding + w.insurance + w.other) AS meal
                        OFFSET 0) AS c
    CROSS JOIN LATERAL (SELECT share_of(p.vnd - a.tuition - b.hospital_fee - c.meal, w.boarding,
                                        w.boarding + w.insurance + w.other) AS boarding OFFSET 0) AS d
    CROSS JOIN LATERAL (SELECT share_of(p.vnd - a.tuition - b.hospital_fee - c.meal - d.boarding,
                                        w.insurance, w.insurance + w.other) AS insurance
                        OFFSET 0) AS e
),
added AS (
    SELECT s.facility_id, s.month, s.measure, sum(s.sign * s.tuition) AS tuition,
           sum(s.sign * s.hospital_fee) AS hospital_fee, sum(s.sign * s.meal) AS meal,
           sum(s.sign * s.boarding) AS boarding, sum(s.sign * s.insurance) AS insurance,
           sum(s.sign * s.other) AS other
    FROM shared AS s GROUP BY s.facility_id, s.month, s.measure
)
SELECT a.facility_id, a.month, k.kind,
       coalesce(sum(k.vnd) FILTER (WHERE a.measure = 'due'), 0)::bigint,
       coalesce(sum(k.vnd) FILTER (WHERE a.measure = 'paid'), 0)::bigint,
       coalesce(sum(k.vnd) FILTER (WHERE a.measure = 'due_cashless'), 0)::bigint,
       coalesce(sum(k.vnd) FILTER (WHERE a.measure IN ('cash', 'cashless')), 0)::bigint,
       coalesce(sum(k.vnd) FILTER (WHERE a.measure = 'cashless'), 0)::bigint
FROM added AS a
CROSS JOIN LATERAL (VALUES ('tuition', a.tuition), ('hospital_fee', a.hospital_fee),
                           ('meal', a.meal), ('boarding', a.boarding),
                           ('insurance', a.insurance), ('other', a.other)) AS k (kind, vnd)
WHERE k.vnd <> 0
GROUP BY a.facility_id, a.month, k.kind
$$;

CREATE FUNCTION public.filing_begins_as_a_draft() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.state <> 'draft'
       OR NOT EXISTS (SELECT FROM obligation AS o
                      WHERE o.id = NEW.obligation_id AND o.agency_id = NEW.agency_id)
       OR (NEW.corrects_id IS NOT NULL
           AND NOT EXISTS (SELECT FROM filing AS f
                           WHERE f.id = NEW.corrects_id AND f.obligation_id = NEW.obligation_id
                             AND f.number = NEW.number - 1 AND f.state <> 'draft'))
    THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'filing_begins_as_a_draft',
            TABLE = 'filing',
            MESSAGE = 'filing_begins_as_a_draft: obligation ' || NEW.obligation_id;
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.filing_figure_is_frozen() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    of_filing bigint := coalesce(NEW.filing_id, OLD.filing_id);
    is_draft boolean := EXISTS (SELECT FROM filing AS f WHERE f.id = of_filing AND f.state = 'draft');
BEGIN
    IF is_draft AND (TG_OP = 'INSERT'
       OR (TG_OP = 'UPDATE' AND NEW.filing_id = OLD.filing_id AND NEW.target_id = OLD.target_id))
    THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = 'filing_figure_is_frozen',
        TABLE = 'filing_figure',
        MESSAGE = 'filing_figure_is_frozen: ' || TG_OP || ' refused';
END
$$;

CREATE FUNCTION public.filing_is_frozen() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    moves CONSTANT text[] := ARRAY[
        'draft>draft', 'draft>filed',
        'filed>forwarded', 'filed>accepted', 'filed>returned', 'filed>superseded',
        'forwarded>forwarded', 'forwarded>accepted', 'forwarded>returned', 'forwarded>superseded',
        'accepted>superseded', 'returned>superseded'];
    route_only CONSTANT text[] := ARRAY['state', 'hop', 'holder_id'];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.state || '>' || NEW.state = ANY (moves)
           AND (NEW.id, NEW.obligation_id, NEW.agency_id, NEW.number, NEW.drafted_at)
               = (OLD.id, OLD.obligation_id, OLD.agency_id, OLD.number, OLD.drafted_at)
           AND NEW.corrects_id IS NOT DISTINCT FROM OLD.corrects_id
           AND (OLD.state = 'draft' OR to_jsonb(NEW) - route_only = to_jsonb(OLD) - route_only)
           AND (CASE NEW.state
               WHEN 'draft' THEN NEW.hop = 0 AND NEW.route = '{}'
               WHEN 'filed' THEN NEW.hop = 1 AND NEW.holder_id = NEW.route[1]
               WHEN 'forwarded' THEN NEW.hop = OLD.hop + 1 AND NEW.holder_id = NEW.route[NEW.hop]
               WHEN 'accepted' THEN NEW.hop = cardinality(NEW.route) AND NEW.hop = OLD.hop
               ELSE NEW.hop = OLD.hop
           END)
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = 'filing_is_frozen',
        TABLE = 'filing',
        MESSAGE = 'filing_is_frozen: ' || TG_OP || ' refused';
END
$$;

CREATE FUNCTION public.filing_is_moved_by_its_holder() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF current_user = 'thuphi_app' AND OLD.state <> 'draft' AND NOT coalesce(
        CASE NEW.state WHEN 'superseded' THEN OLD.agency_id ELSE OLD.holder_id END
            = ANY (thuphi_agency_scope()), false)
    THEN
        RAISE insufficient_privilege
            USING MESSAGE = 'filing_is_moved_by_its_holder: filing ' || OLD.id;
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION public.filing_source_is_of_a_draft() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM filing AS f WHERE f.id = NEW.filing_id AND f.state = 'draft')
       OR (NEW.source_id IS NOT NULL
           AND NOT EXISTS (SELECT FROM filing AS f
                           WHERE f.id = NEW.source_id AND f.obligation_id = NEW.obligation_id
                             AND f.state IN ('filed', 'forwarded', 'accepted')))
    THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'filing_source_is_of_a_draft',
            TABLE = 'filing_source',
            MESSAGE = 'filing_source_is_of_a_draft: filing ' || NEW.filing_id;
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.filing_step_is_by_its_holder() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM filing AS f
        WHERE f.id = NEW.filing_id AND f.state = NEW.deed
          AND CASE NEW.deed
              WHEN 'filed' THEN NEW.agency_id = f.filed_by_agency_id AND NEW.to_agency_id = f.holder_id
              WHEN 'forwarded'
                  THEN NEW.agency_id = f.route[f.hop - 1] AND NEW.to_agency_id = f.holder_id
              WHEN 'accepted' THEN NEW.agency_id = f.route[f.hop]
              ELSE NEW.agency_id = f.route[f.hop] AND NEW.to_agency_id = f.agency_id
          END)
    THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'filing_step_is_by_its_holder',
            TABLE = 'filing_step',
            MESSAGE = 'filing_step_is_by_its_holder: filing ' || NEW.filing_id;
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.guard_office_rows(guarded regclass, agency_column name DEFAULT 'agency_id'::name) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', guarded);
    EXECUTE format(
        'CREATE POLICY worker_sees_all ON %s TO thuphi_worker USING (true) WITH CHECK (true)',
        guarded);
    EXECUTE format(
        'CREATE POLICY app_sees_its_offices ON %s TO thuphi_app '
        'USING (%I = ANY ((SELECT thuphi_agency_scope())::bigint[])) '
        'WITH CHECK (%I = ANY ((SELECT thuphi_agency_scope())::bigint[]))',
        guarded, agency_column, agency_column);
    EXECUTE format('GRANT INSERT, UPDATE ON %s TO thuphi_app', guarded);
END
$$;

CREATE FUNCTION public.guard_rows(guarded regclass, facility_column name DEFAULT 'facility_id'::name) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', guarded);
    EXECUTE format(
        'CREATE POLICY worker_sees_all ON %s TO thuphi_worker USING (true) WITH CHECK (true)',
        guarded);
    EXECUTE format(
        'CREATE POLICY app_sees_its_facilities ON %s TO thuphi_app '
        'USING (%I = ANY ((SELECT thuphi_scope())::bigint[])) '
        'WITH CHECK (%I = ANY ((SELECT thuphi_scope())::bigint[]))',
        guarded, facility_column, facility_column);
    EXECUTE format('GRANT INSERT, UPDATE ON %s TO thuphi_app', guarded);
END
$$;

CREATE FUNCTION public.hand_over_is_kept() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION public.hand_over_is_of_what_is_held() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.hand_over_is_the_sum_of_its_notes() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION public.insurance_handover_is_its_rows() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM insurance_row AS r WHERE r.handover_id = NEW.id
        HAVING count(*) FILTER (WHERE r.kind = 'add') = NEW.names
           AND count(*) FILTER (WHERE r.kind = 'strike') = NEW.struck
           AND coalesce(sum(r.amount_vnd) FILTER (WHERE r.kind = 'add'), 0) = NEW.amount_vnd
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'insurance_handover_is_its_rows',
            TABLE = 'insurance_handover',
            MESSAGE = 'insurance_handover_is_its_rows: ' || NEW.id;
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.insurance_names_equal_payers() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    broken text;
BEGIN
    SELECT j.broken INTO broken FROM (
        SELECT CASE
            WHEN h.facility_id <> f.facility_id OR h.run_id <> f.run_id
                 OR b.facility_id <> f.facility_id OR b.run_id IS DISTINCT FROM f.run_id
                 OR b.beneficiary_id <> f.beneficiary_id OR b.code <> f.bill_code
                THEN 'insurance_row_is_of_its_bill'
            WHEN (f.kind = 'add') <> (f.turn % 2 = 1) OR f.turn <> 1 + coalesce((
                    SELECT max(e.turn) FROM insurance_row AS e
                    WHERE e.run_id = f.run_id AND e.beneficiary_id = f.beneficiary_id
                      AND e.turn <> f.turn), 0)
                THEN 'insurance_turns_follow_each_other'
            WHEN f.kind = 'add' AND (b.state <> 'paid' OR s.insured_vnd <> f.amount_vnd)
                THEN 'insurance_name_is_paid_for'
            WHEN f.kind = 'strike' AND b.state = 'paid' AND s.insured_vnd > 0
                THEN 'insurance_strike_is_of_a_break'
            END AS broken
        FROM fresh AS f
        JOIN insurance_handover AS h ON h.id = f.handover_id
        JOIN bill AS b ON b.id = f.bill_id
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(l.amount_vnd), 0)::bigint AS insured_vnd
            FROM bill_line AS l JOIN fee_item AS i ON i.id = l.fee_item_id
            WHERE l.bill_id = b.id AND i.kind = 'insurance'
        ) AS s
    ) AS j
    WHERE j.broken IS NOT NULL LIMIT 1;
    IF broken = 'insurance_row_is_of_its_bill' THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', TABLE = 'insurance_row',
            CONSTRAINT = 'insurance_row_is_of_its_bill', MESSAGE = broken;
    ELSIF broken = 'insurance_turns_follow_each_other' THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', TABLE = 'insurance_row',
            CONSTRAINT = 'insurance_turns_follow_each_other', MESSAGE = broken;
    ELSIF broken = 'insurance_name_is_paid_for' THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', TABLE = 'insurance_row',
            CONSTRAINT = 'insurance_name_is_paid_for', MESSAGE = broken;
    ELSIF broken = 'insurance_strike_is_of_a_break' THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', TABLE = 'insurance_row',
            CONSTRAINT = 'insurance_strike_is_of_a_break', MESSAGE = broken;
    END IF;
    IF EXISTS (
        SELECT FROM (SELECT DISTINCT handover_id FROM fresh) AS f
        JOIN insurance_handover AS h ON h.id = f.handover_id
        WHERE (h.names + h.struck) <> (
            SELECT count(*) FROM insurance_row AS r WHERE r.handover_id = h.id)
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', TABLE = 'insurance_row',
            CONSTRAINT = 'insurance_row_came_with_its_handover',
            MESSAGE = 'insurance_row_came_with_its_handover';
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.insurance_reason_is_of_its_facility() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    owner bigint;
BEGIN
    IF TG_TABLE_NAME = 'insurance_note' THEN
        SELECT r.facility_id INTO owner FROM collection_run AS r WHERE r.id = NEW.run_id;
    ELSE
        SELECT h.facility_id INTO owner FROM insurance_handover AS h WHERE h.id = NEW.handover_id;
    END IF;
    IF owner IS DISTINCT FROM NEW.facility_id OR NOT EXISTS (
        SELECT FROM beneficiary AS p
        WHERE p.id = NEW.beneficiary_id AND p.facility_id = NEW.facility_id
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = TG_TABLE_NAME || '_is_of_its_facility',
            TABLE = TG_TABLE_NAME,
            MESSAGE = TG_TABLE_NAME || '_is_of_its_facility';
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.invoice_is_kept() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION public.invoice_is_of_its_bill() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.is_brought_by_a_line(facility bigint, named_recipe text, about text, amount bigint) RETURNS boolean
    LANGUAGE sql STABLE
    AS $_$
    SELECT EXISTS (
        SELECT FROM payment AS p
        WHERE p.facility_id = facility AND p.channel = 'statement' AND p.identifies_id IS NULL
          AND p.bill_id = (SELECT b.id FROM bill AS b WHERE b.code = about)
          AND amount = CASE named_recipe WHEN 'pay' THEN p.applied_vnd WHEN 'overpay' THEN p.excess_vnd
                                         ELSE p.unidentified_vnd END)
        OR EXISTS (
        SELECT FROM payment AS p
        WHERE p.heard_id = CASE WHEN about ~ '^heard:[1-9][0-9]{0,17}$' THEN substr(about, 7)::bigint END
          AND p.facility_id = facility AND p.channel = 'statement' AND p.identifies_id IS NULL
          AND named_recipe = 'pay_unknown' AND amount = p.unidentified_vnd)
$_$;

CREATE FUNCTION public.is_of_its_merchants_facility() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.keep_for_ever(kept regclass) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %s FROM thuphi_app, thuphi_worker', kept);
    EXECUTE format(
        'CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON %s '
        'FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', kept);
END
$$;

CREATE FUNCTION public.key_of_prefix(wanted text) RETURNS TABLE(id bigint, facility_id bigint, name text, digest bytea, scopes text[], expires_on date, revoked_at timestamp with time zone, last_used_on date)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT k.id, k.facility_id, k.name, k.digest, k.scopes, k.expires_on, k.revoked_at,
           k.last_used_on
    FROM api_key AS k WHERE k.prefix = wanted
$$;

CREATE FUNCTION public.kind_makes_fees_stale() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    INSERT INTO fee_count_stale (facility_id, month)
    SELECT DISTINCT c.facility_id, c.month FROM fee_count AS c WHERE c.facility_id = NEW.facility_id;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.later_line_makes_fees_stale() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET enable_seqscan TO 'off'
    AS $$
BEGIN
    INSERT INTO fee_count_stale (facility_id, month)
    SELECT b.facility_id, date_trunc('month', b.issued_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
    FROM fresh AS f JOIN bill AS b ON b.id = f.bill_id
    WHERE f.kind IN ('debit', 'credit')
    UNION
    SELECT p.facility_id, date_trunc('month', p.paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
    FROM fresh AS f JOIN payment AS p ON p.bill_id = f.bill_id
    WHERE p.applied_vnd > 0 AND f.kind IN ('debit', 'credit');
    RETURN NULL;
END
$$;

CREATE FUNCTION public.letter_is_kept() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    -- rules.LETTER_STATES
    moves CONSTANT text[] := ARRAY[
        'waiting>sent', 'waiting>delivered', 'waiting>failed', 'waiting>stopped',
        'sent>delivered', 'sent>failed'];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.state = OLD.state OR OLD.state || '>' || NEW.state = ANY (moves))
           AND (NEW.facts = OLD.facts OR NEW.facts = '{}')
           AND (NEW.id, NEW.facility_id, NEW.way, NEW.kind, NEW.to_address, NEW.template, NEW.about,
                NEW.language, NEW.day, NEW.not_after, NEW.created_at)
               IS NOT DISTINCT FROM
               (OLD.id, OLD.facility_id, OLD.way, OLD.kind, OLD.to_address, OLD.template, OLD.about,
                OLD.language, OLD.day, OLD.not_after, OLD.created_at)
        THEN
            RETURN NEW;
        END IF;
    ELSIF OLD.kind = 'code' AND OLD.state <> 'waiting' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = 'letter_is_kept',
        TABLE = 'letter',
        MESSAGE = 'letter_is_kept: ' || TG_OP || ' refused';
END
$$;

CREATE FUNCTION public.letter_reported(told_way text, told_letter bigint, told_reference text, told_state text, told_trouble text, told_cost_vnd bigint, told_at timestamp with time zone) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    found letter%ROWTYPE;
BEGIN
    SELECT * INTO found FROM letter AS l
    WHERE l.id = told_letter AND l.way = told_way AND l.tries > 0
    FOR UPDATE;
    IF found.id IS NULL OR found.state NOT IN ('waiting', 'sent') THEN
        RETURN false;
    END IF;
    UPDATE letter AS l
    SET state = told_state,
        trouble = told_trouble,
        facts = CASE WHEN l.kind = 'code' THEN '{}'::jsonb ELSE l.facts END,
        cost_vnd = coalesce(told_cost_vnd, l.cost_vnd),
        provider_reference = told_reference,
        sent_at = coalesce(l.sent_at, told_at),
        delivered_at = CASE WHEN told_state = 'delivered' THEN told_at END
    WHERE l.id = found.id;
    RETURN true;
END
$$;

CREATE FUNCTION public.line_is_due_again() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET enable_seqscan TO 'off'
    AS $$
BEGIN
    UPDATE line_state AS s SET is_due = true
    FROM (
        SELECT o.line_id FROM line_state AS o
        WHERE o.line_id IN (SELECT f.line_id FROM fresh AS f WHERE f.bank_reference <> '' OR f.text <> '')
          AND o.left_vnd > 0 AND NOT o.is_due AND o.outcome <> 'not_ours'
        ORDER BY o.line_id
        FOR UPDATE
    ) AS o
    WHERE s.line_id = o.line_id;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.line_is_seen_in_its_account() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET enable_seqscan TO 'off'
    AS $$
BEGIN
    IF EXISTS (
        SELECT FROM fresh AS f
        LEFT JOIN bank_line AS l ON l.id = f.line_id
        LEFT JOIN statement AS s ON s.id = f.statement_id
        WHERE l.facility_id IS DISTINCT FROM f.facility_id
           OR s.facility_id IS DISTINCT FROM f.facility_id
           OR l.account <> s.account OR l.booked_on NOT BETWEEN s.from_on AND s.to_on
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation', CONSTRAINT = 'line_is_seen_in_its_account',
            TABLE = 'line_seen',
            MESSAGE = 'line_is_seen_in_its_account: another facility, account or day';
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.line_match_is_undone() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET enable_seqscan TO 'off'
    AS $$
BEGIN
    IF EXISTS (
        SELECT FROM fresh AS f LEFT JOIN line_match AS m ON m.id = f.match_id
        WHERE m.facility_id IS DISTINCT FROM f.facility_id
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'foreign_key_violation', CONSTRAINT = 'line_match_undone_is_of_one_facility',
            TABLE = 'line_match_undone',
            MESSAGE = 'line_match_undone_is_of_one_facility: refused';
    END IF;
    PERFORM FROM line_state AS s
        WHERE s.line_id IN (SELECT m.line_id FROM fresh AS f JOIN line_match AS m ON m.id = f.match_id)
        ORDER BY s.line_id FOR NO KEY UPDATE;
    UPDATE line_state AS s
    SET left_vnd = s.left_vnd + f.matched_vnd, outcome = 'to_look_at', confirmed = 'not_confirmed'
    FROM (
        SELECT m.line_id, sum(m.amount_vnd)::bigint AS matched_vnd
        FROM fresh AS u JOIN line_match AS m ON m.id = u.match_id GROUP BY m.line_id
    ) AS f
    WHERE s.line_id = f.line_id;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.line_match_stands() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET enable_seqscan TO 'off'
    AS $$
DECLARE
    broken text;
BEGIN
    PERFORM FROM line_state AS s WHERE s.line_id IN (SELECT f.line_id FROM fresh AS f)
        ORDER BY s.line_id FOR NO KEY UPDATE;
    PERFORM FROM payment AS p
        WHERE p.id IN (SELECT f.subject_id FROM fresh AS f WHERE f.kind = 'payment')
        ORDER BY p.id FOR NO KEY UPDATE;
    PERFORM FROM settlement AS o
        WHERE o.id IN (SELECT f.subject_id FROM fresh AS f WHERE f.kind = 'settlement')
        ORDER BY o.id FOR NO KEY UPDATE;
    PERFORM FROM cash_deposit AS o
        WHERE o.id IN (SELECT f.subject_id FROM fresh AS f WHERE f.kind = 'deposit')
        ORDER BY o.id FOR NO KEY UPDATE;
    PERFORM FROM refund AS o
        WHERE o.id IN (SELECT f.subject_id FROM fresh AS f WHERE f.kind = 'refund')
        ORDER BY o.id FOR NO KEY UPDATE;
    PERFORM FROM payout AS o
        WHERE o.id IN (SELECT f.subject_id FROM fresh AS f WHERE f.kind = 'payout')
        ORDER BY o.id FOR NO KEY UPDATE;
    PERFORM FROM line_state AS s
        WHERE s.line_id IN (SELECT f.subject_id FROM fresh AS f WHERE f.kind = 'reversal')
        ORDER BY s.line_id FOR NO KEY UPDATE;
    SELECT CASE
        WHEN l.facility_id IS DISTINCT FROM f.facility_id
          OR o.facility_id IS DISTINCT FROM f.facility_id THEN 'line_match_is_of_one_facility'
        WHEN o.direction IS DISTINCT FROM l.direction
          OR l.is_reversal AND f.kind <> 'reversal' THEN 'line_match_goes_the_same_way'
        END INTO broken
    FROM fresh AS f
    LEFT JOIN bank_line AS l ON l.id = f.line_id
    LEFT JOIN LATERAL line_match_subject(f.kind, f.subject_id) AS o ON true
    WHERE l.facility_id IS DISTINCT FROM f.facility_id OR o.facility_id IS DISTINCT FROM f.facility_id
       OR o.direction IS DISTINCT FROM l.direction OR l.is_reversal AND f.kind <> 'reversal'
    LIMIT 1;
    IF broken IS NULL THEN
        SELECT CASE WHEN f.kind = 'payment' AND live.matches > 1 THEN 'payment_stands_beside_one_line'
                    ELSE 'line_match_is_within_its_subject' END INTO broken
        FROM (SELECT DISTINCT facility_id, kind, subject_id FROM fresh) AS f
        CROSS JOIN LATERAL line_match_subject(f.kind, f.subject_id) AS o
        CROSS JOIN LATERAL (
            SELECT count(*) AS matches, sum(m.amount_vnd) AS matched_vnd
            FROM line_match AS m
            WHERE m.facility_id = f.facility_id AND m.kind = f.kind AND m.subject_id = f.subject_id
              AND NOT EXISTS (SELECT FROM line_match_undone AS u WHERE u.match_id = m.id)
        ) AS live
        WHERE live.matched_vnd > o.amount_vnd OR f.kind = 'payment' AND live.matches > 1
        LIMIT 1;
    END IF;
    IF broken IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation', CONSTRAINT = broken, TABLE = 'line_match',
            MESSAGE = broken || ': refused';
    END IF;
    UPDATE line_state AS s SET left_vnd = s.left_vnd - f.matched_vnd
    FROM (SELECT line_id, sum(amount_vnd)::bigint AS matched_vnd FROM fresh GROUP BY line_id) AS f
    WHERE s.line_id = f.line_id;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.line_match_subject(wanted text, subject bigint, OUT facility_id bigint, OUT direction text, OUT amount_vnd bigint) RETURNS record
    LANGUAGE plpgsql STABLE
    SET enable_seqscan TO 'off'
    AS $$
BEGIN
    CASE wanted
    WHEN 'payment' THEN
        SELECT p.facility_id, 'in', p.applied_vnd + p.excess_vnd + p.unidentified_vnd
          INTO facility_id, direction, amount_vnd
        FROM payment AS p WHERE p.id = subject AND p.identifies_id IS NULL;
    WHEN 'settlement' THEN
        SELECT o.facility_id, CASE WHEN o.net_vnd < 0 THEN 'out' ELSE 'in' END, abs(o.net_vnd)
          INTO facility_id, direction, amount_vnd
        FROM settlement AS o WHERE o.id = subject;
    WHEN 'deposit' THEN
        SELECT o.facility_id, 'in', o.amount_vnd INTO facility_id, direction, amount_vnd
        FROM cash_deposit AS o WHERE o.id = subject;
    WHEN 'refund' THEN
        SELECT o.facility_id, 'out', o.amount_vnd INTO facility_id, direction, amount_vnd
        FROM refund AS o WHERE o.id = subject;
    WHEN 'payout' THEN
        SELECT o.facility_id, 'out', o.amount_vnd INTO facility_id, direction, amount_vnd
        FROM payout AS o WHERE o.id = subject;
    WHEN 'reversal' THEN
        -- A line is taken back by one that goes the other way.
        SELECT o.facility_id, CASE o.direction WHEN 'in' THEN 'out' ELSE 'in' END, o.amount_vnd
          INTO facility_id, direction, amount_vnd
        FROM bank_line AS o WHERE o.id = subject;
    ELSE
        NULL;
    END CASE;
END
$$;

CREATE FUNCTION public.line_state_begins() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    INSERT INTO line_state (line_id, facility_id, outcome, confirmed, left_vnd)
    SELECT f.id, f.facility_id, 'waiting', 'not_confirmed', f.amount_vnd FROM fresh AS f ORDER BY f.id;
    PERFORM pg_notify('thuphi_lines', '');
    RETURN NULL;
END
$$;

CREATE FUNCTION public.lock_credits(facility bigint, families bigint[]) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.meal_is_of_its_facility() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM fee_item AS i WHERE i.id = NEW.fee_item_id AND i.facility_id = NEW.facility_id
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'meal_is_of_its_facility',
            TABLE = TG_TABLE_NAME,
            MESSAGE = 'meal_is_of_its_facility: ' || TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION public.meal_row_is_of_one_facility() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM meal AS m WHERE m.id = NEW.meal_id AND m.facility_id = NEW.facility_id
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'meal_row_is_of_one_facility',
            TABLE = TG_TABLE_NAME,
            MESSAGE = 'meal_row_is_of_one_facility: ' || TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION public.meal_tick_is_of_an_open_month() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    told meal_tick%ROWTYPE;
BEGIN
    IF TG_OP = 'INSERT' THEN told := NEW; ELSE told := OLD; END IF;
    IF EXISTS (
        SELECT FROM meal_settlement AS s
        WHERE s.meal_id = told.meal_id AND s.month_on = date_trunc('month', told.meal_on)::date
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'meal_tick_is_of_an_open_month',
            TABLE = TG_TABLE_NAME,
            MESSAGE = 'meal_tick_is_of_an_open_month: ' || TG_TABLE_NAME;
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.meal_id, NEW.beneficiary_id, NEW.meal_on, NEW.facility_id)
       IS DISTINCT FROM (OLD.meal_id, OLD.beneficiary_id, OLD.meal_on, OLD.facility_id) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'meal_tick_stays_where_it_is',
            TABLE = TG_TABLE_NAME,
            MESSAGE = 'meal_tick_stays_where_it_is: ' || TG_TABLE_NAME;
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION public.meal_tick_is_of_one_facility() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM meal AS m JOIN beneficiary AS b ON b.facility_id = m.facility_id
        WHERE m.id = NEW.meal_id AND b.id = NEW.beneficiary_id AND m.facility_id = NEW.facility_id
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'meal_tick_is_of_one_facility',
            TABLE = TG_TABLE_NAME,
            MESSAGE = 'meal_tick_is_of_one_facility: ' || TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION public.money_being_booked(wanted text[]) RETURNS TABLE(code text, amount_vnd bigint)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT k.code, sum(h.amount_vnd)::bigint
    FROM heard_waiting AS w
    JOIN heard AS h ON h.id = w.heard_id
    CROSS JOIN LATERAL unnest(h.codes) AS k (code)
    WHERE h.outcome = 'confirmed' AND k.code = ANY (wanted)
    GROUP BY k.code
$$;

CREATE FUNCTION public.money_on_days(facilities bigint[], months date[], firsts date[], lasts date[]) RETURNS TABLE(facility_id bigint, month date, last_on date, cashless bigint, payments bigint, cashless_vnd bigint, value_vnd bigint)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
WITH piece AS MATERIALIZED (
    SELECT one.month, one.last_on, one.first_on = one.month AS begins_month,
           one.first_on::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh' AS first_at,
           (one.last_on + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh' AS end_at,
           (one.month + interval '1 month') AT TIME ZONE 'Asia/Ho_Chi_Minh' AS month_end_at
    FROM unnest(months, firsts, lasts) AS one (month, first_on, last_on)
),
wanted AS MATERIALIZED (
    SELECT c.facility_id, piece.month, piece.last_on, piece.first_at, piece.end_at,
           sum(c.payments) FILTER (WHERE c.method <> 'cash') AS cashless,
           sum(c.payments) AS payments,
           sum(c.value_vnd) FILTER (WHERE c.method <> 'cash') AS cashless_vnd,
           sum(c.value_vnd) AS value_vnd,
           piece.begins_month AND NOT EXISTS (
               SELECT FROM payment AS p
               WHERE p.facility_id = c.facility_id
                 AND p.paid_at >= piece.end_at AND p.paid_at < piece.month_end_at) AS is_all
    FROM piece
    JOIN month_count AS c ON c.month = piece.month AND c.facility_id = ANY (facilities)
    GROUP BY c.facility_id, piece.month, piece.last_on, piece.first_at, piece.end_at,
             piece.month_end_at, piece.begins_month
    HAVING sum(c.payments) > 0
)
SELECT w.facility_id, w.month, w.last_on, coalesce(w.cashless, 0)::bigint, w.payments::bigint,
       coalesce(w.cashless_vnd, 0)::bigint, w.value_vnd::bigint
FROM wanted AS w WHERE w.is_all
UNION ALL
SELECT w.facility_id, w.month, w.last_on, sum.cashless, sum.payments, sum.cashless_vnd,
       sum.value_vnd
FROM wanted AS w
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE p.method <> 'cash' AND p.part = 0 AND NOT o.is_gone) AS cashless,
           count(*) FILTER (WHERE p.part = 0 AND NOT o.is_gone) AS payments,
           coalesce(sum(o.ours_vnd) FILTER (WHERE p.method <> 'cash'), 0)::bigint AS cashless_vnd,
           coalesce(sum(o.ours_vnd), 0)::bigint AS value_vnd
    FROM payment AS p
    LEFT JOIN payment_disowned AS d ON d.payment_id = p.id AND d.facility_id = p.facility_id
    CROSS JOIN LATERAL (SELECT p.amount_vnd - coalesce(d.amount_vnd, 0) AS ours_vnd,
                               d.amount_vnd IS NOT DISTINCT FROM p.amount_vnd AS is_gone) AS o
    WHERE p.facility_id = w.facility_id AND p.paid_at >= w.first_at AND p.paid_at < w.end_at
      AND p.identifies_id IS NULL AND p.finding NOT IN ('duplicate', 'not_for_us')
) AS sum
WHERE NOT w.is_all
$$;

CREATE FUNCTION public.obligation_is_kept() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.periodicity = 'as_prescribed'
       AND NOT EXISTS (SELECT FROM filing AS f WHERE f.obligation_id = OLD.id AND f.state <> 'draft')
       AND to_jsonb(NEW) - 'due_at' = to_jsonb(OLD) - 'due_at'
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = 'obligation_is_kept',
        TABLE = 'obligation',
        MESSAGE = 'obligation_is_kept: ' || TG_OP || ' refused';
END
$$;

CREATE FUNCTION public.payment_excess_is_a_credit() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET enable_seqscan TO 'off'
    AS $$
BEGIN
    INSERT INTO credit (facility_id, beneficiary_id, source, bill_id, payment_id, amount_vnd,
                        is_cashless, happened_at)
    SELECT f.facility_id, b.beneficiary_id, 'overpaid', f.bill_id, f.id, f.excess_vnd,
           f.method <> 'cash', f.paid_at
    FROM fresh AS f
    JOIN bill AS b ON b.id = f.bill_id
    WHERE f.excess_vnd > 0
    ORDER BY f.id;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.payment_goes_back_or_to_a_bill() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    came payment%ROWTYPE;
    is_next boolean;
BEGIN
    SELECT * INTO came FROM payment AS p WHERE p.id = NEW.identifies_id FOR UPDATE;
    IF (SELECT coalesce(sum(CASE r.kind WHEN 'asked' THEN 1 WHEN 'failed' THEN -1 ELSE 0 END
                            * (r.from_bill_vnd + r.from_credit_vnd + r.from_unidentified_vnd
                               + r.short_vnd)), 0)
        FROM payment_return AS r WHERE r.payment_id = NEW.identifies_id) > 0 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'payment_goes_back_or_to_a_bill',
            TABLE = 'payment',
            MESSAGE = 'payment_goes_back_or_to_a_bill: payment ' || NEW.identifies_id;
    END IF;
    is_next := CASE
        WHEN NEW.finding IN ('exact', 'part', 'over', 'credit') THEN came.unidentified_vnd > 0
        WHEN NEW.finding = 'not_for_us'
            THEN came.unidentified_vnd > 0 AND came.channel <> 'cash'
        WHEN NEW.finding = 'unknown' AND came.finding = 'not_for_us' THEN came.identifies_id IS NOT NULL
        WHEN NEW.finding = 'unknown'
            THEN EXISTS (SELECT FROM payment_return AS r
                         WHERE r.payment_id = came.id AND r.kind = 'undone')
        ELSE false END;
    IF NOT is_next OR NEW.heard_id <> came.heard_id OR NEW.facility_id <> came.facility_id
       OR NEW.channel <> came.channel OR NEW.method <> came.method OR NEW.paid_at <> came.paid_at
       OR (NEW.finding IN ('unknown', 'not_for_us') AND NEW.amount_vnd <> came.amount_vnd)
       OR coalesce(NEW.root_id, NEW.identifies_id)
          IS DISTINCT FROM coalesce(came.root_id, came.identifies_id, came.id) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'payment_says_more_of_the_same_money',
            TABLE = 'payment',
            MESSAGE = 'payment_says_more_of_the_same_money: payment ' || NEW.identifies_id;
    END IF;
    IF (SELECT sum(p.amount_vnd) FROM payment AS p WHERE p.identifies_id = came.id)
       > came.amount_vnd THEN
        RAISE EXCEPTION USING
            ERRCODE = 'unique_violation',
            CONSTRAINT = 'payment_owner_is_found_once',
            TABLE = 'payment',
            MESSAGE = 'payment_owner_is_found_once: payment ' || NEW.identifies_id;
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.payment_is_of_one_facility() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET enable_seqscan TO 'off'
    AS $$
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

CREATE FUNCTION public.payment_makes_fees_stale() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    INSERT INTO fee_count_stale (facility_id, month)
    SELECT DISTINCT facility_id, date_trunc('month', paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
    FROM fresh WHERE applied_vnd > 0;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.payment_return_is_never_too_much() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    came payment%ROWTYPE;
    gone bigint;
BEGIN
    SELECT * INTO came FROM payment AS p WHERE p.id = NEW.payment_id FOR UPDATE;
    IF NEW.kind IN ('asked', 'undone') AND EXISTS (
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
    SELECT coalesce(sum(CASE r.kind WHEN 'asked' THEN 1 WHEN 'undone' THEN 1 WHEN 'failed' THEN -1
                                    ELSE 0 END
                        * (r.from_bill_vnd + r.from_credit_vnd + r.from_unidentified_vnd + r.short_vnd)), 0)
      INTO gone FROM payment_return AS r WHERE r.payment_id = NEW.payment_id;
    IF gone < 0 OR gone > came.applied_vnd + came.excess_vnd + came.unidentified_vnd
       OR (NEW.kind = 'undone' AND (NEW.from_unidentified_vnd <> 0 OR NEW.short_vnd <> 0
           OR NEW.from_bill_vnd + NEW.from_credit_vnd <> came.applied_vnd + came.excess_vnd)) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'payment_return_is_never_too_much',
            TABLE = 'payment_return',
            MESSAGE = 'payment_return_is_never_too_much: payment ' || NEW.payment_id;
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.payout_account_is_kept() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION public.payout_is_kept() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION public.payout_is_of_one_facility() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.payout_list_is_kept() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION public.period_follows_the_last() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    last_on date;
BEGIN
    SELECT max(p.to_on) INTO last_on FROM period_closing AS p
    WHERE p.facility_id = NEW.facility_id AND p.id <> NEW.id AND p.to_on < NEW.to_on;
    IF NEW.from_on > last_on + 1 OR (
        NEW.kind = 'day' AND EXISTS (
            SELECT FROM period_closing AS p
            WHERE p.facility_id = NEW.facility_id AND p.id <> NEW.id AND p.to_on >= NEW.from_on))
    THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'period_follows_the_last',
            TABLE = 'period_closing',
            MESSAGE = 'period_follows_the_last: from ' || NEW.from_on || ' after ' || coalesce(last_on::text, 'none');
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.platform_use_is_kept() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    -- rules.USE_STATES
    moves CONSTANT text[] := ARRAY[
        'declared>verified', 'declared>refused', 'verified>ended', 'verified>refused'];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.state NOT IN ('refused', 'ended')
           AND (NEW.state = OLD.state OR OLD.state || '>' || NEW.state = ANY (moves))
           AND (NEW.facility_id, NEW.platform_id, NEW.category, NEW.evidence, NEW.declared_by,
                NEW.declared_at, lower(NEW.valid))
               IS NOT DISTINCT FROM
               (OLD.facility_id, OLD.platform_id, OLD.category, OLD.evidence, OLD.declared_by,
                OLD.declared_at, lower(OLD.valid))
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = 'platform_use_is_kept',
        TABLE = 'platform_use',
        MESSAGE = 'platform_use_is_kept: ' || TG_OP || ' refused';
END
$$;

CREATE FUNCTION public.platform_use_is_of_its_platform() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF EXISTS (
        SELECT FROM made AS u
        LEFT JOIN platform AS p ON p.id = u.platform_id AND u.category = ANY (p.categories)
        WHERE p.id IS NULL
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'integrity_constraint_violation',
            CONSTRAINT = 'platform_use_is_of_its_platform',
            TABLE = 'platform_use',
            MESSAGE = 'platform_use_is_of_its_platform';
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.receipt_book_is_kept() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION public.receipt_series_counts_on() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = 'receipt_series_counts_on',
        TABLE = 'receipt_series',
        MESSAGE = 'receipt_series_counts_on: ' || TG_OP || ' refused';
END
$$;

CREATE FUNCTION public.receipt_slip_is_of_its_book() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.refund_is_kept() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION public.refund_is_never_above_payment() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = TG_TABLE_NAME || '_is_append_only',
        TABLE = TG_TABLE_NAME,
        MESSAGE = TG_TABLE_NAME || '_is_append_only: ' || TG_OP || ' refused';
END
$$;

CREATE FUNCTION public.return_makes_fees_stale() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    INSERT INTO fee_count_stale (facility_id, month)
    SELECT p.facility_id, date_trunc('month', p.paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
    FROM payment AS p WHERE p.id = NEW.payment_id;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.rows_are_of_one_facility() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    is_broken boolean;
BEGIN
    FOR place IN 1 .. TG_NARGS - 1 BY 2 LOOP
        EXECUTE format(
            'SELECT EXISTS (SELECT FROM fresh AS f LEFT JOIN %I AS t ON t.id = f.%I '
            'WHERE f.%I IS NOT NULL AND t.facility_id IS DISTINCT FROM f.facility_id)',
            TG_ARGV[place + 1], TG_ARGV[place], TG_ARGV[place]) INTO is_broken;
        IF is_broken THEN
            RAISE EXCEPTION USING
                ERRCODE = 'foreign_key_violation',
                CONSTRAINT = TG_ARGV[0],
                TABLE = TG_TABLE_NAME,
                MESSAGE = TG_ARGV[0] || ': ' || TG_ARGV[place];
        END IF;
    END LOOP;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.school_sheet_is_of_one_facility() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF NEW.run_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM collection_run AS r WHERE r.id = NEW.run_id AND r.facility_id = NEW.facility_id
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'school_sheet_is_of_one_facility',
            TABLE = 'school_sheet',
            MESSAGE = 'school_sheet_is_of_one_facility: sheet ' || NEW.id;
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.seal_follows_the_last() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    before period_seal%ROWTYPE;
BEGIN
    SELECT * INTO before FROM period_seal AS s
    WHERE s.facility_id = NEW.facility_id AND s.id <> NEW.id ORDER BY s.number DESC LIMIT 1;
    IF NEW.number <> coalesce(before.number, 0) + 1
       OR NEW.previous_sha256 <> coalesce(before.sha256, decode(repeat('00', 32), 'hex'))
       OR NOT EXISTS (
           SELECT FROM period_closing AS p
           WHERE p.id = NEW.closing_id AND p.facility_id = NEW.facility_id)
    THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'seal_follows_the_last',
            TABLE = 'period_seal',
            MESSAGE = 'seal_follows_the_last: number ' || NEW.number;
    END IF;
    IF NEW.transfers <> (SELECT count(*) FROM sealed_transfer AS t WHERE t.seal_id = NEW.id) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'seal_has_its_transfers',
            TABLE = 'period_seal',
            MESSAGE = 'seal_has_its_transfers: number ' || NEW.number;
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.seal_has_its_transfers() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (
        SELECT FROM fresh AS f
        LEFT JOIN period_seal AS s ON s.id = f.seal_id
        LEFT JOIN transfer AS t ON t.id = f.transfer_id
        WHERE s.facility_id IS DISTINCT FROM f.facility_id
           OR t.facility_id IS DISTINCT FROM f.facility_id
    ) OR EXISTS (
        SELECT FROM (SELECT DISTINCT seal_id FROM fresh) AS f
        JOIN period_seal AS s ON s.id = f.seal_id
        WHERE s.transfers <> (SELECT count(*) FROM sealed_transfer AS t WHERE t.seal_id = s.id)
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'seal_has_its_transfers',
            TABLE = 'sealed_transfer',
            MESSAGE = 'seal_has_its_transfers: a transfer is not there, of another facility, or came later';
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.settlement_line_is_of_one_facility() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM meal_settlement AS s JOIN beneficiary AS b ON b.facility_id = s.facility_id
        WHERE s.id = NEW.settlement_id AND b.id = NEW.beneficiary_id
          AND s.facility_id = NEW.facility_id
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'settlement_line_is_of_one_facility',
            TABLE = TG_TABLE_NAME,
            MESSAGE = 'settlement_line_is_of_one_facility: ' || TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION public.settlement_row_is_of_its_settlement() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF EXISTS (
        SELECT FROM fresh AS f LEFT JOIN settlement AS o ON o.id = f.settlement_id
        WHERE o.facility_id IS DISTINCT FROM f.facility_id
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'foreign_key_violation', CONSTRAINT = 'settlement_row_is_of_its_settlement',
            TABLE = 'settlement_row',
            MESSAGE = 'settlement_row_is_of_its_settlement: the settlement is of another facility';
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.share_of(part bigint, weight bigint, whole bigint) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT CASE WHEN weight = 0 THEN 0
                WHEN part = whole THEN weight
                WHEN part < 3000000000 AND weight < 3000000000 THEN part * weight / whole
                ELSE ((part >> 20) * weight / whole << 20)
                   + (((part >> 20) * weight % whole << 20) + (part & 1048575) * weight) / whole END
$$;

CREATE FUNCTION public.statement_is_of_its_file() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF EXISTS (
        SELECT FROM fresh AS f LEFT JOIN statement_file AS o ON o.id = f.file_id
        WHERE o.facility_id IS DISTINCT FROM f.facility_id
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'foreign_key_violation', CONSTRAINT = TG_ARGV[0], TABLE = TG_TABLE_NAME,
            MESSAGE = TG_ARGV[0] || ': its file is of another facility';
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.task_funding_is_kept() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    struck CONSTANT text[] := ARRAY['struck_at', 'struck_reason'];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.struck_at IS NULL AND to_jsonb(NEW) - struck = to_jsonb(OLD) - struck THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = 'task_funding_is_kept',
        TABLE = 'task_funding',
        MESSAGE = 'task_funding_is_kept: ' || TG_OP || ' refused';
END
$$;

CREATE FUNCTION public.task_part_is_kept() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    moves CONSTANT text[] := ARRAY[
        'not_started>doing', 'not_started>done', 'doing>doing', 'doing>done', 'done>doing',
        'done>confirmed', 'confirmed>doing'];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.state || '>' || NEW.state = ANY (moves)
           AND (NEW.id, NEW.item_id, NEW.agency_id, NEW.code)
               = (OLD.id, OLD.item_id, OLD.agency_id, OLD.code)
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = 'task_part_is_kept',
        TABLE = 'task_part',
        MESSAGE = 'task_part_is_kept: ' || TG_OP || ' refused';
END
$$;

CREATE FUNCTION public.telling_is_of_one_facility() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF EXISTS (
        SELECT FROM new_rows AS n
        JOIN bill AS b ON b.id = n.bill_id
        JOIN letter AS l ON l.id = n.letter_id
        WHERE b.facility_id <> n.facility_id OR l.facility_id IS DISTINCT FROM n.facility_id
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'telling_is_of_one_facility',
            TABLE = 'telling',
            MESSAGE = 'telling_is_of_one_facility';
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.thuphi_agency_scope() RETURNS bigint[]
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    SELECT string_to_array(nullif(current_setting('thuphi.agencies', true), ''), ',')::bigint[]
$$;

CREATE FUNCTION public.thuphi_is_an_office() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    SELECT coalesce(cardinality(thuphi_agency_scope()), 0) > 0
$$;

CREATE FUNCTION public.thuphi_scope() RETURNS bigint[]
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    SELECT string_to_array(nullif(current_setting('thuphi.facilities', true), ''), ',')::bigint[]
$$;

CREATE FUNCTION public.transfer_moves_the_book() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    wanted bigint;
    moved bigint;
BEGIN
    WITH leg AS (
        SELECT debit_account_id AS account_id, facility_id, amount_vnd AS debit_vnd, 0 AS credit_vnd
        FROM fresh
        UNION ALL
        SELECT credit_account_id, facility_id, 0, amount_vnd FROM fresh
    ),
    summed AS (
        SELECT account_id, facility_id, sum(debit_vnd)::bigint AS debit_vnd,
               sum(credit_vnd)::bigint AS credit_vnd
        FROM leg GROUP BY account_id, facility_id
    ),
    locked AS (
        SELECT a.id, s.debit_vnd, s.credit_vnd
        FROM ledger_account AS a
        JOIN summed AS s ON s.account_id = a.id AND s.facility_id = a.facility_id
        ORDER BY a.id
        FOR UPDATE OF a
    ),
    changed AS (
        UPDATE ledger_account AS a
        SET debit_vnd = a.debit_vnd + l.debit_vnd, credit_vnd = a.credit_vnd + l.credit_vnd
        FROM locked AS l WHERE a.id = l.id
        RETURNING a.id
    )
    SELECT (SELECT count(*) FROM summed), (SELECT count(*) FROM changed) INTO wanted, moved;
    IF wanted <> moved THEN
        RAISE EXCEPTION USING
            ERRCODE = 'foreign_key_violation',
            CONSTRAINT = 'transfer_accounts_are_of_its_facility',
            TABLE = 'transfer',
            MESSAGE = 'transfer_accounts_are_of_its_facility: an account is missing or of another facility';
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.undone_makes_fees_stale() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    INSERT INTO fee_count_stale (facility_id, month)
    SELECT b.facility_id, date_trunc('month', b.issued_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
    FROM payment AS p JOIN bill AS b ON b.id = p.bill_id WHERE p.id = NEW.payment_id
    UNION
    SELECT o.facility_id, date_trunc('month', o.paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
    FROM payment AS p JOIN payment AS o ON o.bill_id = p.bill_id AND o.applied_vnd > 0
    WHERE p.id = NEW.payment_id;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.vietnamese_place(word text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT translate(word,
        'aáàảãạăắằẳẵặâấầẩẫậbcdđeéèẻẽẹêếềểễệfghiíìỉĩịjklmnoóòỏõọôốồổỗộơớờởỡợpqrstuúùủũụưứừửữựvwxyýỳỷỹỵz'
        'AÁÀẢÃẠĂẮẰẲẴẶÂẤẦẨẪẬBCDĐEÉÈẺẼẸÊẾỀỂỄỆFGHIÍÌỈĨỊJKLMNOÓÒỎÕỌÔỐỒỔỖỘƠỚỜỞỠỢPQRSTUÚÙỦŨỤƯỨỪỬỮỰVWXYÝỲỶỸỴZ',
        'AAAAAABBBBBBCCCCCCDEFGHHHHHHIIIIIIJKLMMMMMMNOPQRSSSSSSTTTTTTUUUUUUVWXYZ[[[[[[\\\\\\]^_``````a'
        'AAAAAABBBBBBCCCCCCDEFGHHHHHHIIIIIIJKLMMMMMMNOPQRSSSSSSTTTTTTUUUUUUVWXYZ[[[[[[\\\\\\]^_``````a') COLLATE "C"
$$;

CREATE TABLE public.adjustment (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    kind text NOT NULL,
    reason text NOT NULL,
    paper text DEFAULT ''::text NOT NULL,
    made_by bigint,
    made_by_name text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    bills integer NOT NULL,
    credited_vnd bigint NOT NULL,
    debited_vnd bigint NOT NULL,
    released_vnd bigint NOT NULL,
    CONSTRAINT adjustment_changes_something CHECK (((bills > 0) AND (credited_vnd >= 0) AND (debited_vnd >= 0) AND (NOT ((credited_vnd = 0) AND (debited_vnd = 0))))),
    CONSTRAINT adjustment_has_a_paper CHECK (((NOT (paper = ''::text)) OR (kind = ANY (ARRAY['carried'::text, 'meals'::text])))),
    CONSTRAINT adjustment_has_a_reason CHECK ((NOT (reason = ''::text))),
    CONSTRAINT adjustment_kind_is_known CHECK ((kind = ANY (ARRAY['late_exemption'::text, 'leaver'::text, 'meals'::text, 'price_cut'::text, 'carried'::text, 'other'::text]))),
    CONSTRAINT adjustment_releases_no_more_than_it_credits CHECK (((released_vnd >= 0) AND (released_vnd <= credited_vnd)))
);

ALTER TABLE public.adjustment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.adjustment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.adjustment_line (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    amount_vnd bigint NOT NULL,
    adjustment_id bigint NOT NULL,
    bill_id bigint NOT NULL,
    bill_line_id bigint NOT NULL,
    fee_item_id bigint NOT NULL,
    CONSTRAINT adjustment_line_changes_something CHECK ((NOT (amount_vnd = 0)))
);

ALTER TABLE public.adjustment_line ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.adjustment_line_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.agency (
    id bigint NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    phone text NOT NULL,
    valid daterange NOT NULL,
    place_id bigint,
    successor_id bigint,
    CONSTRAINT agency_does_not_succeed_itself CHECK ((NOT ((successor_id = id) AND (successor_id IS NOT NULL)))),
    CONSTRAINT agency_has_a_name CHECK ((NOT (name = ''::text))),
    CONSTRAINT agency_kind_is_known CHECK ((kind = ANY (ARRAY['education_department'::text, 'health_department'::text, 'information_department'::text, 'science_department'::text, 'peoples_committee'::text, 'state_bank'::text, 'bank'::text, 'intermediary'::text, 'press'::text, 'ministry'::text, 'telecom'::text, 'platform_vendor'::text, 'institution'::text]))),
    CONSTRAINT agency_valid_is_not_empty CHECK ((NOT isempty(valid)))
);

ALTER TABLE public.agency ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.agency_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.api_key (
    id bigint NOT NULL,
    name text NOT NULL,
    prefix text NOT NULL,
    digest bytea NOT NULL,
    scopes text[] NOT NULL,
    created_by bigint,
    created_at timestamp with time zone NOT NULL,
    expires_on date,
    revoked_at timestamp with time zone,
    last_used_on date,
    facility_id bigint NOT NULL,
    CONSTRAINT api_key_digest_is_a_sha256 CHECK ((octet_length(digest) = 32)),
    CONSTRAINT api_key_has_a_name CHECK ((NOT (name = ''::text))),
    CONSTRAINT api_key_prefix_has_its_form CHECK ((prefix ~ '^[0-9a-f]{12}$'::text)),
    CONSTRAINT api_key_scopes_are_known CHECK (((scopes <@ ARRAY['bills:write'::text, 'bills:read'::text, 'payments:read'::text, 'methods:read'::text, 'webhooks:write'::text, 'declarations:write'::text]) AND (NOT (scopes = '{}'::text[]))))
);

ALTER TABLE public.api_key ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.api_key_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.attempt (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    merchant_id bigint NOT NULL,
    channel text NOT NULL,
    method text NOT NULL,
    code text NOT NULL,
    reference text NOT NULL,
    amount_vnd bigint NOT NULL,
    description text NOT NULL,
    payer_name text DEFAULT ''::text NOT NULL,
    beneficiary_name text DEFAULT ''::text NOT NULL,
    return_url text DEFAULT ''::text NOT NULL,
    ip text DEFAULT ''::text NOT NULL,
    extra jsonb DEFAULT '{}'::jsonb NOT NULL,
    state text DEFAULT 'created'::text NOT NULL,
    status text DEFAULT ''::text NOT NULL,
    token text DEFAULT ''::text NOT NULL,
    url text DEFAULT ''::text NOT NULL,
    deeplink text DEFAULT ''::text NOT NULL,
    qr text DEFAULT ''::text NOT NULL,
    started_by bigint,
    started_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    expires_at timestamp with time zone NOT NULL,
    next_ask_at timestamp with time zone,
    asked_at timestamp with time zone,
    asks integer DEFAULT 0 NOT NULL,
    cancel_asked_at timestamp with time zone,
    accepted_by bigint,
    cancel_sent_at timestamp with time zone,
    closed_at timestamp with time zone,
    needs_person boolean DEFAULT false NOT NULL,
    heard_id bigint,
    CONSTRAINT attempt_has_a_reference CHECK (((NOT (reference = ''::text)) AND (NOT (code = ''::text)))),
    CONSTRAINT attempt_is_closed_when_it_ends CHECK ((((closed_at IS NULL) AND (state = ANY (ARRAY['created'::text, 'pending'::text, 'unknown'::text]))) OR ((NOT (state = ANY (ARRAY['created'::text, 'pending'::text, 'unknown'::text]))) AND (closed_at IS NOT NULL)))),
    CONSTRAINT attempt_is_confirmed_by_what_was_heard CHECK (((state = 'confirmed'::text) OR (heard_id IS NULL))),
    CONSTRAINT attempt_is_for_money CHECK ((amount_vnd > 0)),
    CONSTRAINT attempt_state_is_known CHECK ((state = ANY (ARRAY['created'::text, 'pending'::text, 'unknown'::text, 'expired'::text, 'cancelled'::text, 'refused'::text, 'confirmed'::text])))
)
WITH (fillfactor='70');

ALTER TABLE public.attempt ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.attempt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.attempt_step (
    id bigint NOT NULL,
    attempt_id bigint NOT NULL,
    facility_id bigint NOT NULL,
    deed text NOT NULL,
    outcome text DEFAULT ''::text NOT NULL,
    status text DEFAULT ''::text NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    took_ms integer,
    user_id bigint,
    at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    CONSTRAINT attempt_step_deed_is_known CHECK ((deed = ANY (ARRAY['begun'::text, 'sent'::text, 'answered'::text, 'heard'::text, 'asked'::text, 'cancel_asked'::text, 'accepted'::text, 'given_up'::text])))
);

ALTER TABLE public.attempt_step ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.attempt_step_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.bank_credit (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    account text NOT NULL,
    bank_reference text NOT NULL,
    amount_vnd bigint NOT NULL,
    channel text NOT NULL,
    heard_id bigint NOT NULL
);

ALTER TABLE public.bank_credit ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.bank_credit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.bank_line (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    account text NOT NULL,
    booked_on date NOT NULL,
    direction text NOT NULL,
    amount_vnd bigint NOT NULL,
    ordinal smallint NOT NULL,
    is_reversal boolean DEFAULT false NOT NULL,
    value_on date,
    booked_at timestamp with time zone,
    bank_reference text DEFAULT ''::text NOT NULL,
    end_to_end text DEFAULT ''::text NOT NULL,
    text text DEFAULT ''::text NOT NULL,
    payer_name text DEFAULT ''::text NOT NULL,
    payer_account text DEFAULT ''::text NOT NULL,
    payer_bank text DEFAULT ''::text NOT NULL,
    virtual_account text DEFAULT ''::text NOT NULL,
    raw jsonb DEFAULT '{}'::jsonb NOT NULL,
    taken_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    CONSTRAINT bank_line_direction_is_known CHECK ((direction = ANY (ARRAY['in'::text, 'out'::text]))),
    CONSTRAINT bank_line_is_of_money CHECK (((amount_vnd > 0) AND (ordinal >= 0))),
    CONSTRAINT bank_line_names_its_account CHECK ((NOT (account = ''::text)))
);

ALTER TABLE public.bank_line ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.bank_line_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.basket (
    id bigint NOT NULL,
    code text NOT NULL,
    facility_id bigint NOT NULL,
    amount_vnd bigint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT basket_code_has_its_form CHECK ((code ~ '^TF[0-9A-HJKMNP-TV-Z]{10}$'::text)),
    CONSTRAINT basket_holds_money CHECK ((amount_vnd > 0))
);

CREATE TABLE public.basket_line (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    place smallint NOT NULL,
    amount_vnd bigint NOT NULL,
    basket_id bigint NOT NULL,
    bill_id bigint NOT NULL,
    CONSTRAINT basket_line_holds_money CHECK (((amount_vnd > 0) AND (place >= 0)))
);

ALTER TABLE public.basket_line ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.basket_line_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.beneficiary (
    id bigint NOT NULL,
    kind text NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    search_key text NOT NULL,
    born_on date,
    class_name text NOT NULL,
    grade text NOT NULL,
    payer_name text NOT NULL,
    payer_phone text NOT NULL,
    payer_email text NOT NULL,
    is_active boolean NOT NULL,
    left_on date,
    facility_id bigint NOT NULL,
    CONSTRAINT beneficiary_has_a_code CHECK ((NOT (code = ''::text))),
    CONSTRAINT beneficiary_has_a_name CHECK ((NOT (name = ''::text))),
    CONSTRAINT beneficiary_has_a_payer_name CHECK ((NOT (payer_name = ''::text))),
    CONSTRAINT beneficiary_kind_is_known CHECK ((kind = ANY (ARRAY['pupil'::text, 'patient'::text, 'other'::text]))),
    CONSTRAINT beneficiary_phone_is_digits CHECK (((payer_phone = ''::text) OR (payer_phone ~ '^\+?[0-9]{8,15}$'::text)))
);

CREATE TABLE public.beneficiary_account (
    id bigint NOT NULL,
    bin text NOT NULL,
    number text NOT NULL,
    name text NOT NULL,
    state text NOT NULL,
    proposed_by bigint NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    decided_by bigint,
    decided_at timestamp with time zone,
    facility_id bigint NOT NULL,
    CONSTRAINT account_bin_has_six_digits CHECK ((bin ~ '^[0-9]{6}$'::text)),
    CONSTRAINT account_has_a_name CHECK ((NOT (name = ''::text))),
    CONSTRAINT account_is_decided_by_somebody CHECK ((((decided_by IS NULL) AND (state = 'proposed'::text)) OR ((NOT (state = 'proposed'::text)) AND (decided_at IS NOT NULL) AND (decided_by IS NOT NULL)))),
    CONSTRAINT account_needs_two_persons CHECK ((NOT ((decided_by = proposed_by) AND (decided_by IS NOT NULL)))),
    CONSTRAINT account_number_fits_a_qr CHECK ((number ~ '^[0-9A-Z]{4,19}$'::text)),
    CONSTRAINT account_state_is_known CHECK ((state = ANY (ARRAY['proposed'::text, 'approved'::text, 'refused'::text, 'retired'::text])))
);

ALTER TABLE public.beneficiary_account ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.beneficiary_account_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.beneficiary ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.beneficiary_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.bill (
    id bigint NOT NULL,
    code text NOT NULL,
    payer_name text NOT NULL,
    beneficiary_name text NOT NULL,
    class_name text NOT NULL,
    reason text NOT NULL,
    total_vnd bigint NOT NULL,
    paid_vnd bigint DEFAULT 0 NOT NULL,
    state text NOT NULL,
    allows_part boolean NOT NULL,
    due_on date NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    beneficiary_id bigint NOT NULL,
    facility_id bigint NOT NULL,
    run_id bigint,
    external_reference text,
    CONSTRAINT bill_code_has_its_form CHECK ((code ~ '^TF[0-9A-HJKMNP-TV-Z]{10}$'::text)),
    CONSTRAINT bill_external_reference_is_not_empty CHECK ((NOT ((external_reference = ''::text) AND (external_reference IS NOT NULL)))),
    CONSTRAINT bill_names_the_beneficiary CHECK ((NOT (beneficiary_name = ''::text))),
    CONSTRAINT bill_names_the_payer CHECK ((NOT (payer_name = ''::text))),
    CONSTRAINT bill_names_the_reason CHECK ((NOT (reason = ''::text))),
    CONSTRAINT bill_state_fits_its_money CHECK ((((paid_vnd = 0) AND (state = 'open'::text) AND (total_vnd > 0)) OR ((paid_vnd > 0) AND (paid_vnd < total_vnd) AND (state = 'part_paid'::text)) OR ((paid_vnd = total_vnd) AND (state = 'paid'::text)) OR ((paid_vnd = 0) AND (state = 'cancelled'::text)))),
    CONSTRAINT bill_total_is_not_negative CHECK ((total_vnd >= 0))
)
WITH (fillfactor='70');

CREATE VIEW public.bill_item AS
SELECT
    NULL::bigint AS facility_id,
    NULL::bigint AS run_id,
    NULL::text AS class_name,
    NULL::bigint AS bill_id,
    NULL::bigint AS beneficiary_id,
    NULL::bigint AS fee_item_id,
    NULL::bigint AS charged_vnd,
    NULL::bigint AS waived_vnd,
    NULL::bigint AS due_vnd,
    NULL::bigint AS paid_vnd;

CREATE TABLE public.bill_line (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    kind text NOT NULL,
    description text NOT NULL,
    quantity integer NOT NULL,
    unit_price_vnd bigint NOT NULL,
    amount_vnd bigint NOT NULL,
    reason text NOT NULL,
    added_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    bill_id bigint NOT NULL,
    fee_item_id bigint NOT NULL,
    CONSTRAINT bill_line_change_has_a_reason CHECK (((kind = 'charge'::text) OR (NOT (reason = ''::text)))),
    CONSTRAINT bill_line_kind_is_known CHECK ((kind = ANY (ARRAY['charge'::text, 'exemption'::text, 'debit'::text, 'credit'::text]))),
    CONSTRAINT bill_line_sign_fits_its_kind CHECK ((((amount_vnd >= 0) AND (kind = ANY (ARRAY['charge'::text, 'debit'::text]))) OR ((amount_vnd <= 0) AND (kind = ANY (ARRAY['exemption'::text, 'credit'::text])))))
);

ALTER TABLE public.bill_line ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.bill_line_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE SEQUENCE public.bill_number
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    MAXVALUE 1099511627775
    CACHE 1;

CREATE TABLE public.book_foot (
    facility_id bigint NOT NULL,
    unit_above text NOT NULL,
    signed_at text NOT NULL,
    maker text NOT NULL,
    accountant text NOT NULL,
    head_title text NOT NULL,
    head text NOT NULL,
    changed_by bigint,
    changed_at timestamp with time zone NOT NULL
);

CREATE TABLE public.book_layout (
    id bigint NOT NULL,
    book text NOT NULL,
    columns jsonb NOT NULL,
    changed_by bigint,
    changed_at timestamp with time zone NOT NULL,
    facility_id bigint NOT NULL,
    CONSTRAINT book_layout_is_of_a_known_book CHECK ((book = ANY (ARRAY['da-nop'::text, 'chua-nop'::text, 'tong-hop-dot'::text, 'tong-hop-nhieu-dot'::text, 'thu-va-hoa-don'::text, 'nop-thua'::text, 'doi-chieu-so-du'::text, 'theo-khoan-muc'::text, 'theo-lop-va-khoan-muc'::text, 'so-thu'::text, 'so-quy'::text])))
);

ALTER TABLE public.book_layout ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.book_layout_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.carried_arrear (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    amount_vnd bigint NOT NULL,
    carried_at timestamp with time zone NOT NULL,
    fee_item_id bigint NOT NULL,
    from_bill_id bigint NOT NULL,
    to_bill_id bigint NOT NULL,
    CONSTRAINT arrear_goes_to_another_bill CHECK ((NOT (from_bill_id = to_bill_id))),
    CONSTRAINT arrear_is_of_money CHECK ((amount_vnd > 0))
);

ALTER TABLE public.carried_arrear ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.carried_arrear_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.cash_deposit (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    amount_vnd bigint NOT NULL,
    account text NOT NULL,
    document text NOT NULL,
    deposited_by bigint,
    deposited_at timestamp with time zone NOT NULL,
    matched_by bigint,
    matched_at timestamp with time zone,
    bank_reference text DEFAULT ''::text NOT NULL,
    CONSTRAINT cash_deposit_is_matched_by_a_statement CHECK ((((bank_reference = ''::text) AND (matched_at IS NULL)) OR ((matched_at IS NOT NULL) AND (NOT (bank_reference = ''::text))))),
    CONSTRAINT cash_deposit_is_of_some_money CHECK ((amount_vnd > 0)),
    CONSTRAINT cash_deposit_names_its_slip CHECK (((NOT (account = ''::text)) AND (NOT (document = ''::text))))
);

ALTER TABLE public.cash_deposit ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.cash_deposit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.charge (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    quantity integer NOT NULL,
    unit_price_vnd bigint NOT NULL,
    amount_vnd bigint NOT NULL,
    beneficiary_id bigint NOT NULL,
    fee_item_id bigint NOT NULL,
    run_id bigint NOT NULL,
    description text DEFAULT ''::text NOT NULL,
    CONSTRAINT charge_amount_is_not_negative CHECK ((amount_vnd >= 0)),
    CONSTRAINT charge_amount_is_quantity_times_price CHECK ((amount_vnd = (quantity * unit_price_vnd))),
    CONSTRAINT charge_quantity_is_positive CHECK ((quantity > 0))
);

CREATE TABLE public.charge_back (
    refund_id bigint NOT NULL,
    facility_id bigint NOT NULL,
    amount_vnd bigint NOT NULL,
    account text NOT NULL,
    reason text NOT NULL,
    made_by bigint,
    made_at timestamp with time zone NOT NULL,
    payment_id bigint NOT NULL,
    CONSTRAINT charge_back_is_of_money CHECK ((amount_vnd > 0)),
    CONSTRAINT charge_back_says_why_and_whence CHECK (((NOT (reason = ''::text)) AND (NOT (account = ''::text))))
);

ALTER TABLE public.charge ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.charge_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.class_allowance (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    shows_names boolean NOT NULL,
    reason text NOT NULL,
    said_by bigint NOT NULL,
    said_at timestamp with time zone NOT NULL,
    CONSTRAINT class_allowance_has_a_reason CHECK ((NOT (reason = ''::text)))
);

ALTER TABLE public.class_allowance ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.class_allowance_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.closed_bill (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    due_vnd bigint NOT NULL,
    paid_vnd bigint NOT NULL,
    rest_vnd bigint NOT NULL,
    bill_id bigint NOT NULL,
    closing_id bigint NOT NULL,
    CONSTRAINT closed_bill_rest_is_due_less_paid CHECK (((rest_vnd = (due_vnd - paid_vnd)) AND (rest_vnd >= 0)))
);

ALTER TABLE public.closed_bill ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.closed_bill_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.collection_run (
    id bigint NOT NULL,
    name text NOT NULL,
    reason text NOT NULL,
    school_year text NOT NULL,
    opens_on date NOT NULL,
    due_on date NOT NULL,
    scope_kind text NOT NULL,
    scope_values jsonb NOT NULL,
    allows_part boolean NOT NULL,
    state text NOT NULL,
    bills_expected integer NOT NULL,
    bills_issued integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    facility_id bigint NOT NULL,
    CONSTRAINT run_ends_after_it_opens CHECK ((due_on >= opens_on)),
    CONSTRAINT run_has_a_name CHECK ((NOT (name = ''::text))),
    CONSTRAINT run_has_a_reason CHECK ((NOT (reason = ''::text))),
    CONSTRAINT run_scope_is_known CHECK ((scope_kind = ANY (ARRAY['school'::text, 'grade'::text, 'class'::text, 'pupils'::text]))),
    CONSTRAINT run_state_is_known CHECK ((state = ANY (ARRAY['draft'::text, 'issuing'::text, 'issued'::text, 'closed'::text, 'cancelled'::text])))
);

ALTER TABLE public.collection_run ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.collection_run_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.column_profile (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    name text NOT NULL,
    heads jsonb NOT NULL,
    made_by bigint,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT column_profile_has_a_name CHECK ((NOT (name = ''::text)))
);

ALTER TABLE public.column_profile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.column_profile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.merchant (
    id bigint NOT NULL,
    channel text NOT NULL,
    slug text NOT NULL,
    account_number text NOT NULL,
    shares_account boolean NOT NULL,
    settings jsonb NOT NULL,
    sealed bytea NOT NULL,
    is_active boolean NOT NULL,
    facility_id bigint NOT NULL,
    contract_number text DEFAULT ''::text NOT NULL,
    contract_valid daterange,
    evidence text DEFAULT ''::text NOT NULL,
    last_paid_on date,
    secret_names text[] DEFAULT '{}'::text[] NOT NULL,
    CONSTRAINT merchant_contract_has_number_and_days CHECK ((((contract_number = ''::text) AND (contract_valid IS NULL)) OR ((contract_valid IS NOT NULL) AND (NOT (contract_number = ''::text))))),
    CONSTRAINT merchant_contract_is_not_empty CHECK ((NOT (isempty(contract_valid) AND (contract_valid IS NOT NULL)))),
    CONSTRAINT merchant_has_a_channel CHECK ((NOT (channel = ''::text))),
    CONSTRAINT merchant_secrets_are_not_open CHECK ((NOT (settings ?| secret_names))),
    CONSTRAINT merchant_slug_is_plain CHECK ((slug ~ '^[a-z0-9][a-z0-9-]{3,59}$'::text))
);

CREATE TABLE public.terminal (
    id bigint NOT NULL,
    poi_id text NOT NULL,
    serial text NOT NULL,
    tid text NOT NULL,
    mid text NOT NULL,
    place text NOT NULL,
    valid daterange NOT NULL,
    state text NOT NULL,
    facility_id bigint NOT NULL,
    merchant_id bigint NOT NULL,
    CONSTRAINT terminal_has_a_place CHECK ((NOT (place = ''::text))),
    CONSTRAINT terminal_mid_fits_a_slip CHECK ((mid ~ '^[A-Z0-9]{0,15}$'::text)),
    CONSTRAINT terminal_poi_id_is_plain CHECK ((poi_id ~ '^[A-Za-z0-9._-]{1,64}$'::text)),
    CONSTRAINT terminal_returned_has_an_end CHECK (((NOT (state = 'returned'::text)) OR (NOT upper_inf(valid)))),
    CONSTRAINT terminal_serial_is_plain CHECK ((serial ~ '^[A-Z0-9-]{3,40}$'::text)),
    CONSTRAINT terminal_state_is_known CHECK ((state = ANY (ARRAY['in_use'::text, 'broken'::text, 'returned'::text]))),
    CONSTRAINT terminal_tid_fits_a_slip CHECK ((tid ~ '^[A-Z0-9]{0,8}$'::text)),
    CONSTRAINT terminal_valid_is_not_empty CHECK ((NOT isempty(valid)))
);

CREATE VIEW public.contract_figure AS
 SELECT m.facility_id,
    COALESCE(lower(m.contract_valid), a.account_on) AS from_on,
    upper(m.contract_valid) AS until_on
   FROM (public.merchant m
     LEFT JOIN ( SELECT beneficiary_account.facility_id,
            (min((beneficiary_account.decided_at AT TIME ZONE 'Asia/Ho_Chi_Minh'::text)))::date AS account_on
           FROM public.beneficiary_account
          WHERE (beneficiary_account.state = ANY (ARRAY['approved'::text, 'retired'::text]))
          GROUP BY beneficiary_account.facility_id) a ON ((a.facility_id = m.facility_id)))
  WHERE (m.is_active AND ((m.contract_valid IS NOT NULL) OR (a.account_on IS NOT NULL)))
UNION ALL
 SELECT terminal.facility_id,
    lower(terminal.valid) AS from_on,
    upper(terminal.valid) AS until_on
   FROM public.terminal;

CREATE TABLE public.coupon_return (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    amount_vnd bigint NOT NULL,
    reason text NOT NULL,
    adjustment_id bigint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    made_by bigint,
    line_id bigint NOT NULL,
    CONSTRAINT coupon_return_has_a_reason CHECK ((NOT (reason = ''::text))),
    CONSTRAINT coupon_return_is_of_money CHECK ((amount_vnd > 0))
);

ALTER TABLE public.coupon_return ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.coupon_return_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.credit (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    source text NOT NULL,
    payment_id bigint,
    amount_vnd bigint NOT NULL,
    is_cashless boolean NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    beneficiary_id bigint NOT NULL,
    bill_id bigint,
    fee_item_id bigint,
    CONSTRAINT credit_is_of_money CHECK ((amount_vnd > 0)),
    CONSTRAINT credit_says_where_it_came_from CHECK ((((bill_id IS NOT NULL) AND (payment_id IS NOT NULL) AND (source = 'overpaid'::text)) OR ((bill_id IS NOT NULL) AND (payment_id IS NOT NULL) AND (source = 'kept'::text)) OR ((bill_id IS NULL) AND (payment_id IS NOT NULL) AND (source = 'given'::text)) OR ((bill_id IS NOT NULL) AND (payment_id IS NULL) AND (source = 'released'::text)) OR ((bill_id IS NULL) AND (payment_id IS NULL) AND (source = 'opening'::text) AND (NOT (reason = ''::text)))))
);

ALTER TABLE public.credit ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.credit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.credit_payout (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    reference text NOT NULL,
    step text NOT NULL,
    amount_vnd bigint NOT NULL,
    account text DEFAULT ''::text NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    beneficiary_id bigint NOT NULL,
    CONSTRAINT credit_payout_has_a_reference CHECK ((NOT (reference = ''::text))),
    CONSTRAINT credit_payout_is_of_money CHECK ((amount_vnd > 0)),
    CONSTRAINT credit_payout_step_is_known CHECK ((step = ANY (ARRAY['asked'::text, 'failed'::text, 'done_bank'::text, 'done_cash'::text])))
);

ALTER TABLE public.credit_payout ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.credit_payout_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.credit_rule (
    facility_id bigint NOT NULL,
    spend_on text NOT NULL,
    CONSTRAINT credit_rule_is_known CHECK ((spend_on = ANY (ARRAY['any_item'::text, 'same_item'::text, 'nothing'::text])))
);

CREATE TABLE public.credit_use (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    kind text NOT NULL,
    amount_vnd bigint NOT NULL,
    reference text NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    bill_id bigint,
    credit_id bigint NOT NULL,
    CONSTRAINT credit_use_names_the_bill_it_pays CHECK ((((bill_id IS NOT NULL) AND (kind = 'bill'::text)) OR ((NOT (kind = 'bill'::text)) AND (bill_id IS NULL)))),
    CONSTRAINT credit_use_names_what_took_it CHECK ((NOT (reference = ''::text))),
    CONSTRAINT credit_use_sign_fits_its_kind CHECK ((((amount_vnd > 0) AND (kind = ANY (ARRAY['bill'::text, 'payout'::text, 'refund'::text]))) OR ((amount_vnd < 0) AND (kind = ANY (ARRAY['payout_back'::text, 'refund_back'::text])))))
);

ALTER TABLE public.credit_use ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.credit_use_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.declaration (
    id bigint NOT NULL,
    month date NOT NULL,
    revision smallint NOT NULL,
    state text NOT NULL,
    written_by bigint,
    written_at timestamp with time zone NOT NULL,
    submitted_by bigint,
    submitted_at timestamp with time zone,
    verified_by bigint,
    verified_at timestamp with time zone,
    approved_by bigint,
    approved_at timestamp with time zone,
    returned_by bigint,
    returned_at timestamp with time zone,
    return_reason text DEFAULT ''::text NOT NULL,
    facility_id bigint NOT NULL,
    CONSTRAINT declaration_is_approved_by_another CHECK ((NOT ((approved_by = verified_by) AND (approved_by IS NOT NULL) AND (verified_by IS NOT NULL)))),
    CONSTRAINT declaration_is_approved_by_somebody CHECK ((((approved_at IS NOT NULL) AND (approved_by IS NOT NULL) AND (state = 'approved'::text)) OR ((NOT (state = 'approved'::text)) AND (approved_at IS NULL) AND (approved_by IS NULL)))),
    CONSTRAINT declaration_is_returned_for_a_reason CHECK (((NOT (state = 'returned'::text)) OR ((returned_at IS NOT NULL) AND (returned_by IS NOT NULL) AND (NOT (return_reason = ''::text))))),
    CONSTRAINT declaration_is_verified_by_another CHECK ((NOT ((verified_by = submitted_by) AND (verified_by IS NOT NULL) AND (submitted_by IS NOT NULL)))),
    CONSTRAINT declaration_is_verified_by_somebody CHECK ((((state = ANY (ARRAY['verified'::text, 'approved'::text])) AND (verified_by IS NOT NULL) AND (verified_at IS NOT NULL)) OR ((NOT (state = ANY (ARRAY['verified'::text, 'approved'::text]))) AND (verified_at IS NULL) AND (verified_by IS NULL)))),
    CONSTRAINT declaration_month_is_a_first_day CHECK ((EXTRACT(day FROM month) = (1)::numeric)),
    CONSTRAINT declaration_revision_counts_from_one CHECK ((revision >= 1)),
    CONSTRAINT declaration_state_is_known CHECK ((state = ANY (ARRAY['draft'::text, 'submitted'::text, 'returned'::text, 'verified'::text, 'approved'::text]))),
    CONSTRAINT declaration_was_submitted CHECK (((state = 'draft'::text) OR (submitted_at IS NOT NULL)))
);

CREATE TABLE public.declaration_evidence (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    item text DEFAULT ''::text NOT NULL,
    words text DEFAULT ''::text NOT NULL,
    file_name text DEFAULT ''::text NOT NULL,
    kind text DEFAULT ''::text NOT NULL,
    content bytea,
    digest bytea,
    added_by bigint,
    added_at timestamp with time zone NOT NULL,
    declaration_id bigint NOT NULL,
    CONSTRAINT declaration_evidence_has_its_digest CHECK ((digest = sha256(content))),
    CONSTRAINT declaration_evidence_is_not_large CHECK ((octet_length(content) <= 5000000)),
    CONSTRAINT declaration_evidence_item_is_known CHECK ((item = ANY (ARRAY[''::text, 'qr_count'::text, 'qr_vnd'::text, 'web_count'::text, 'web_vnd'::text, 'mobile_money_count'::text, 'mobile_money_vnd'::text, 'card_count'::text, 'card_vnd'::text, 'cash_count'::text, 'cash_vnd'::text, 'hospital_fee_due_vnd'::text, 'hospital_fee_cashless_vnd'::text, 'tuition_collected_vnd'::text, 'tuition_cashless_vnd'::text, 'equipped_on'::text, 'accepts_on'::text, 'online_teaching'::text, 'lessons_total_primary'::text, 'lessons_online_primary'::text, 'lessons_total_lower_secondary'::text, 'lessons_online_lower_secondary'::text, 'lessons_total_upper_secondary'::text, 'lessons_online_upper_secondary'::text, 'online_homework'::text, 'digitised_materials'::text, 'pupils'::text, 'pupils_with_e_transcript'::text, 'portal_tuition'::text, 'portal_tuition_on'::text, 'emr_state'::text, 'emr_paperless_on'::text, 'telehealth_sessions'::text]))),
    CONSTRAINT declaration_evidence_kind_is_known CHECK ((((content IS NULL) AND (digest IS NULL) AND (file_name = ''::text) AND (kind = ''::text)) OR ((content IS NOT NULL) AND (digest IS NOT NULL) AND (kind = ANY (ARRAY['pdf'::text, 'png'::text, 'jpeg'::text, 'xlsx'::text]))))),
    CONSTRAINT declaration_evidence_says_something CHECK (((content IS NOT NULL) OR (NOT (words = ''::text))))
);

ALTER TABLE public.declaration_evidence ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.declaration_evidence_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.declaration_flag (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    rule text NOT NULL,
    item text DEFAULT ''::text NOT NULL,
    facts jsonb DEFAULT '{}'::jsonb NOT NULL,
    explanation text NOT NULL,
    declaration_id bigint NOT NULL,
    CONSTRAINT declaration_flag_is_explained CHECK ((NOT (explanation = ''::text))),
    CONSTRAINT declaration_flag_rule_is_known CHECK ((rule = ANY (ARRAY['value_not_negative'::text, 'value_in_its_range'::text, 'item_is_asked_for'::text, 'mandatory_item_is_there'::text, 'whole_is_there'::text, 'hospital_fee_cashless_within_due'::text, 'tuition_cashless_within_collected'::text, 'lessons_online_within_total'::text, 'e_transcripts_within_pupils'::text, 'fee_cashless_within_cashless'::text, 'no_value_without_count'::text, 'no_count_without_value'::text, 'average_is_plausible'::text, 'month_has_begun'::text, 'month_is_over'::text, 'facility_stood_in_month'::text, 'day_is_not_ahead'::text, 'accepts_after_equipped'::text, 'used_is_equipped'::text, 'used_is_accepted'::text, 'near_its_own_history'::text, 'not_below_booked'::text, 'not_far_above_booked'::text])))
);

ALTER TABLE public.declaration_flag ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.declaration_flag_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.declaration ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.declaration_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.declared_value (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    item text NOT NULL,
    value bigint NOT NULL,
    declaration_id bigint NOT NULL,
    CONSTRAINT declared_value_day_is_a_day CHECK (((item <> ALL (ARRAY['equipped_on'::text, 'accepts_on'::text, 'portal_tuition_on'::text, 'emr_paperless_on'::text])) OR
CASE
    WHEN (((value < 19900101) OR (value > 21001231)) OR ((((value / 100) % (100)::bigint) < 1) OR (((value / 100) % (100)::bigint) > 12))) THEN false
    ELSE (((value % (100)::bigint) >= 1) AND (((value % (100)::bigint))::numeric <= EXTRACT(day FROM (make_date(((value / 10000))::integer, (((value / 100) % (100)::bigint))::integer, 1) + '1 mon -1 days'::interval))))
END)),
    CONSTRAINT declared_value_is_not_negative CHECK ((value >= 0)),
    CONSTRAINT declared_value_is_yes_or_no CHECK (((NOT (item = ANY (ARRAY['online_teaching'::text, 'online_homework'::text, 'portal_tuition'::text]))) OR (value <= 1))),
    CONSTRAINT declared_value_item_is_known CHECK ((item = ANY (ARRAY['qr_count'::text, 'qr_vnd'::text, 'web_count'::text, 'web_vnd'::text, 'mobile_money_count'::text, 'mobile_money_vnd'::text, 'card_count'::text, 'card_vnd'::text, 'cash_count'::text, 'cash_vnd'::text, 'hospital_fee_due_vnd'::text, 'hospital_fee_cashless_vnd'::text, 'tuition_collected_vnd'::text, 'tuition_cashless_vnd'::text, 'equipped_on'::text, 'accepts_on'::text, 'online_teaching'::text, 'lessons_total_primary'::text, 'lessons_online_primary'::text, 'lessons_total_lower_secondary'::text, 'lessons_online_lower_secondary'::text, 'lessons_total_upper_secondary'::text, 'lessons_online_upper_secondary'::text, 'online_homework'::text, 'digitised_materials'::text, 'pupils'::text, 'pupils_with_e_transcript'::text, 'portal_tuition'::text, 'portal_tuition_on'::text, 'emr_state'::text, 'emr_paperless_on'::text, 'telehealth_sessions'::text]))),
    CONSTRAINT declared_value_records_are_known CHECK (((NOT (item = 'emr_state'::text)) OR (value <= 2)))
);

CREATE VIEW public.declared_figure AS
 SELECT d.facility_id,
    d.month,
    v.item,
    v.value
   FROM (public.declaration d
     JOIN public.declared_value v ON ((v.declaration_id = d.id)))
  WHERE ((d.state = ANY (ARRAY['verified'::text, 'approved'::text])) AND (NOT (EXISTS ( SELECT
           FROM public.declaration later
          WHERE ((later.facility_id = d.facility_id) AND (later.month = d.month) AND (later.revision > d.revision) AND (later.state = ANY (ARRAY['verified'::text, 'approved'::text])))))));

CREATE VIEW public.declared_now WITH (security_invoker='true') AS
 SELECT d.facility_id,
    d.month,
    d.id AS declaration_id,
    v.item,
    v.value,
    d.state
   FROM (public.declaration d
     JOIN public.declared_value v ON ((v.declaration_id = d.id)))
  WHERE ((d.state = ANY (ARRAY['verified'::text, 'approved'::text])) AND (NOT (EXISTS ( SELECT
           FROM public.declaration later
          WHERE ((later.facility_id = d.facility_id) AND (later.month = d.month) AND (later.revision > d.revision) AND (later.state = ANY (ARRAY['verified'::text, 'approved'::text])))))));

ALTER TABLE public.declared_value ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.declared_value_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.difficulty (
    id bigint NOT NULL,
    plan_id text NOT NULL,
    facility_id bigint,
    target_id text DEFAULT ''::text NOT NULL,
    text text NOT NULL,
    proposal text DEFAULT ''::text NOT NULL,
    state text NOT NULL,
    told_by text NOT NULL,
    told_at timestamp with time zone NOT NULL,
    answer text DEFAULT ''::text NOT NULL,
    answered_by text DEFAULT ''::text NOT NULL,
    answered_at timestamp with time zone,
    agency_id bigint,
    place_id bigint NOT NULL,
    to_agency_id bigint NOT NULL,
    CONSTRAINT difficulty_is_answered_in_words CHECK ((((answer = ''::text) AND (answered_at IS NULL) AND (state = 'open'::text)) OR ((answered_at IS NOT NULL) AND (state = 'answered'::text) AND (NOT (answer = ''::text)) AND (NOT (answered_by = ''::text))))),
    CONSTRAINT difficulty_is_told_by_one CHECK ((((agency_id IS NULL) AND (facility_id IS NOT NULL)) OR ((agency_id IS NOT NULL) AND (facility_id IS NULL)))),
    CONSTRAINT difficulty_is_told_in_words CHECK (((NOT (text = ''::text)) AND (NOT (told_by = ''::text)) AND (NOT (plan_id = ''::text))))
);

ALTER TABLE public.difficulty ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.difficulty_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.event (
    id bigint NOT NULL,
    kind text NOT NULL,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    user_id bigint,
    facility_id bigint,
    subject text NOT NULL,
    facts jsonb NOT NULL,
    CONSTRAINT event_has_a_kind CHECK ((NOT (kind = ''::text))),
    CONSTRAINT event_has_an_actor CHECK ((NOT (actor = ''::text)))
);

ALTER TABLE public.event ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.exemption (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    percent integer NOT NULL,
    reason text NOT NULL,
    from_on date NOT NULL,
    until_on date NOT NULL,
    beneficiary_id bigint NOT NULL,
    fee_item_id bigint NOT NULL,
    kind text DEFAULT 'other'::text NOT NULL,
    paper text DEFAULT ''::text NOT NULL,
    period text DEFAULT 'days'::text NOT NULL,
    CONSTRAINT exemption_has_a_reason CHECK ((NOT (reason = ''::text))),
    CONSTRAINT exemption_is_one_to_a_hundred_percent CHECK (((percent >= 1) AND (percent <= 100))),
    CONSTRAINT exemption_kind_is_known CHECK ((kind = ANY (ARRAY['poor_household'::text, 'near_poor_household'::text, 'merit'::text, 'disability'::text, 'ethnic_minority'::text, 'orphan'::text, 'sibling'::text, 'staff_child'::text, 'other'::text]))),
    CONSTRAINT exemption_lasts_a_day_or_more CHECK ((until_on > from_on)),
    CONSTRAINT exemption_period_is_known CHECK ((period = ANY (ARRAY['year'::text, 'hk1'::text, 'hk2'::text, 'days'::text])))
);

ALTER TABLE public.exemption ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.exemption_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.facility (
    id bigint NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    search_key text NOT NULL,
    sector text NOT NULL,
    level text NOT NULL,
    tier text NOT NULL,
    ownership text NOT NULL,
    focal_name text NOT NULL,
    focal_phone text NOT NULL,
    address text NOT NULL,
    agency_id bigint,
    CONSTRAINT facility_has_a_code CHECK ((NOT (code = ''::text))),
    CONSTRAINT facility_has_a_name CHECK ((NOT (name = ''::text))),
    CONSTRAINT facility_level_is_known CHECK ((level = ANY (ARRAY['preschool'::text, 'primary'::text, 'lower_secondary'::text, 'upper_secondary'::text, 'multi_level'::text, 'continuing'::text, 'college'::text, 'university'::text, 'hospital'::text, 'health_centre'::text, 'commune_station'::text, 'clinic'::text]))),
    CONSTRAINT facility_ownership_is_known CHECK ((ownership = ANY (ARRAY['public'::text, 'private'::text]))),
    CONSTRAINT facility_sector_is_known CHECK ((sector = ANY (ARRAY['education'::text, 'health'::text]))),
    CONSTRAINT facility_tier_is_known CHECK ((tier = ANY (ARRAY['central'::text, 'province'::text, 'district'::text, 'commune'::text])))
);

CREATE TABLE public.facility_area (
    id bigint NOT NULL,
    area text NOT NULL,
    valid daterange NOT NULL,
    facility_id bigint NOT NULL,
    CONSTRAINT facility_area_is_known CHECK ((area = ANY (ARRAY['urban'::text, 'rural'::text, 'remote'::text]))),
    CONSTRAINT facility_area_valid_is_not_empty CHECK ((NOT isempty(valid)))
);

ALTER TABLE public.facility_area ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.facility_area_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.facility ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.facility_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.facility_place (
    id bigint NOT NULL,
    valid daterange NOT NULL,
    facility_id bigint NOT NULL,
    place_id bigint NOT NULL,
    CONSTRAINT facility_place_valid_is_not_empty CHECK ((NOT isempty(valid)))
);

ALTER TABLE public.facility_place ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.facility_place_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.family_code (
    phone text NOT NULL,
    asker_key text NOT NULL,
    code_key text NOT NULL,
    tries_left smallint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    CONSTRAINT family_code_has_five_tries CHECK (((tries_left >= 0) AND (tries_left <= 5))),
    CONSTRAINT family_code_is_kept_as_a_digest CHECK (((asker_key ~ '^[0-9a-f]{64}$'::text) AND (code_key ~ '^[0-9a-f]{64}$'::text))),
    CONSTRAINT family_code_is_of_a_mobile CHECK ((phone ~ '^0[35789][0-9]{8}$'::text)),
    CONSTRAINT family_code_lasts_five_minutes CHECK (((ends_at > made_at) AND (ends_at <= (made_at + '00:05:00'::interval))))
);

CREATE TABLE public.family_known (
    id bigint NOT NULL,
    device_key text NOT NULL,
    known_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    beneficiary_id bigint NOT NULL,
    CONSTRAINT family_known_is_kept_as_a_digest CHECK ((device_key ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT family_known_lasts_half_a_year CHECK (((ends_at > known_at) AND (ends_at <= (known_at + '180 days'::interval))))
);

ALTER TABLE public.family_known ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.family_known_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.family_session (
    session_key text NOT NULL,
    device_key text NOT NULL,
    phone text NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    CONSTRAINT family_session_is_kept_as_a_digest CHECK (((device_key ~ '^[0-9a-f]{64}$'::text) AND (session_key ~ '^[0-9a-f]{64}$'::text))),
    CONSTRAINT family_session_lasts_half_an_hour CHECK (((ends_at > opened_at) AND (ends_at <= (opened_at + '00:30:00'::interval))))
);

CREATE TABLE public.fee_agreement (
    id bigint NOT NULL,
    agreed_on date NOT NULL,
    minutes text NOT NULL,
    asked integer NOT NULL,
    agreed integer NOT NULL,
    file_name text NOT NULL,
    content bytea NOT NULL,
    filed_by bigint NOT NULL,
    filed_at timestamp with time zone NOT NULL,
    facility_id bigint NOT NULL,
    fee_item_id bigint NOT NULL,
    CONSTRAINT fee_agreement_counts_who_was_asked CHECK (((agreed >= 0) AND (agreed <= asked) AND (asked > 0))),
    CONSTRAINT fee_agreement_has_a_whole_file_or_none CHECK ((((content = '\x'::bytea) AND (file_name = ''::text)) OR ((NOT (file_name = ''::text)) AND (NOT (content = '\x'::bytea))))),
    CONSTRAINT fee_agreement_names_its_minutes CHECK ((NOT (minutes = ''::text)))
);

ALTER TABLE public.fee_agreement ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.fee_agreement_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.fee_ceiling (
    id bigint NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    level text NOT NULL,
    area text NOT NULL,
    nature text NOT NULL,
    unit text NOT NULL,
    max_vnd bigint NOT NULL,
    ground text NOT NULL,
    ground_on date NOT NULL,
    valid daterange NOT NULL,
    agency_id bigint NOT NULL,
    place_id bigint NOT NULL,
    CONSTRAINT fee_ceiling_area_is_known CHECK ((area = ANY (ARRAY[''::text, 'urban'::text, 'rural'::text, 'remote'::text]))),
    CONSTRAINT fee_ceiling_code_is_plain CHECK ((code ~ '^[A-Z0-9][A-Z0-9.\-]{0,19}$'::text)),
    CONSTRAINT fee_ceiling_is_not_negative CHECK ((max_vnd >= 0)),
    CONSTRAINT fee_ceiling_level_is_known CHECK ((level = ANY (ARRAY[''::text, 'preschool'::text, 'primary'::text, 'lower_secondary'::text, 'upper_secondary'::text, 'multi_level'::text, 'continuing'::text, 'college'::text, 'university'::text, 'hospital'::text, 'health_centre'::text, 'commune_station'::text, 'clinic'::text]))),
    CONSTRAINT fee_ceiling_names_item_unit_and_ground CHECK (((NOT (name = ''::text)) AND (NOT (unit = ''::text)) AND (NOT (ground = ''::text)))),
    CONSTRAINT fee_ceiling_nature_is_known CHECK ((nature = ANY (ARRAY['mandatory'::text, 'voluntary'::text, 'agreed'::text]))),
    CONSTRAINT fee_ceiling_valid_is_not_empty CHECK ((NOT isempty(valid)))
);

ALTER TABLE public.fee_ceiling ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.fee_ceiling_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.fee_count (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    month date NOT NULL,
    kind text NOT NULL,
    due_vnd bigint NOT NULL,
    due_paid_vnd bigint NOT NULL,
    due_cashless_vnd bigint NOT NULL,
    collected_vnd bigint NOT NULL,
    cashless_vnd bigint NOT NULL,
    CONSTRAINT fee_count_cashless_is_part_of_collected CHECK (((cashless_vnd >= 0) AND (collected_vnd >= cashless_vnd))),
    CONSTRAINT fee_count_kind_is_known CHECK ((kind = ANY (ARRAY['tuition'::text, 'hospital_fee'::text, 'meal'::text, 'boarding'::text, 'insurance'::text, 'other'::text]))),
    CONSTRAINT fee_count_paid_is_part_of_due CHECK (((due_cashless_vnd >= 0) AND (due_paid_vnd >= due_cashless_vnd) AND (due_vnd >= due_paid_vnd)))
)
WITH (fillfactor='70');

ALTER TABLE public.fee_count ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.fee_count_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.fee_count_stale (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    month date NOT NULL
)
WITH (autovacuum_vacuum_scale_factor='0', autovacuum_vacuum_threshold='20000');

ALTER TABLE public.fee_count_stale ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.fee_count_stale_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.fee_item (
    id bigint NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    unit text NOT NULL,
    price_vnd bigint NOT NULL,
    ground text NOT NULL,
    is_mandatory boolean NOT NULL,
    school_year text NOT NULL,
    level text NOT NULL,
    is_active boolean NOT NULL,
    facility_id bigint NOT NULL,
    allows_instalments boolean DEFAULT true NOT NULL,
    kind text DEFAULT 'other'::text NOT NULL,
    statistic_code text DEFAULT ''::text NOT NULL,
    CONSTRAINT fee_item_has_a_code CHECK ((NOT (code = ''::text))),
    CONSTRAINT fee_item_has_a_ground CHECK ((NOT (ground = ''::text))),
    CONSTRAINT fee_item_has_a_name CHECK ((NOT (name = ''::text))),
    CONSTRAINT fee_item_has_a_unit CHECK ((NOT (unit = ''::text))),
    CONSTRAINT fee_item_kind_is_known CHECK ((kind = ANY (ARRAY['tuition'::text, 'hospital_fee'::text, 'meal'::text, 'boarding'::text, 'insurance'::text, 'other'::text]))),
    CONSTRAINT fee_item_price_is_not_negative CHECK ((price_vnd >= 0)),
    CONSTRAINT fee_item_school_year_is_two_years CHECK ((school_year ~ '^[0-9]{4}-[0-9]{4}$'::text))
);

ALTER TABLE public.fee_item ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.fee_item_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.filing (
    id bigint NOT NULL,
    number smallint NOT NULL,
    correction_reason text DEFAULT ''::text NOT NULL,
    state text NOT NULL,
    results text DEFAULT ''::text NOT NULL,
    difficulties text DEFAULT ''::text NOT NULL,
    proposals text DEFAULT ''::text NOT NULL,
    document_number text DEFAULT ''::text NOT NULL,
    signer_title text DEFAULT ''::text NOT NULL,
    signer_name text DEFAULT ''::text NOT NULL,
    data_on date NOT NULL,
    drafted_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    filed_at timestamp with time zone,
    filed_by text DEFAULT ''::text NOT NULL,
    due_at timestamp with time zone,
    is_late boolean DEFAULT false NOT NULL,
    route bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    hop smallint DEFAULT 0 NOT NULL,
    agency_id bigint NOT NULL,
    corrects_id bigint,
    filed_by_agency_id bigint,
    holder_id bigint,
    obligation_id bigint NOT NULL,
    CONSTRAINT filing_correction_names_the_old_one CHECK ((((corrects_id IS NULL) AND (number = 1)) OR ((corrects_id IS NOT NULL) AND (number > 1) AND (NOT (correction_reason = ''::text))))),
    CONSTRAINT filing_is_late_after_its_due_instant CHECK ((((NOT is_late) AND ((filed_at IS NULL) OR (due_at IS NULL) OR (filed_at <= due_at))) OR ((due_at IS NOT NULL) AND (filed_at > due_at) AND is_late))),
    CONSTRAINT filing_says_who_filed_it_and_when CHECK ((((filed_at IS NULL) AND (hop = 0) AND (state = 'draft'::text)) OR ((NOT (state = 'draft'::text)) AND (filed_at IS NOT NULL) AND (filed_by_agency_id IS NOT NULL) AND (hop >= 1) AND (NOT (filed_by = ''::text)) AND (NOT (results = ''::text))))),
    CONSTRAINT filing_state_is_known CHECK ((state = ANY (ARRAY['draft'::text, 'filed'::text, 'forwarded'::text, 'accepted'::text, 'returned'::text, 'superseded'::text]))),
    CONSTRAINT filing_under_way_is_held_by_an_office CHECK ((((holder_id IS NOT NULL) AND (state = ANY (ARRAY['filed'::text, 'forwarded'::text]))) OR ((NOT (state = ANY (ARRAY['filed'::text, 'forwarded'::text]))) AND (holder_id IS NULL))))
);

CREATE TABLE public.filing_figure (
    id bigint NOT NULL,
    target_id text NOT NULL,
    "position" smallint NOT NULL,
    text text NOT NULL,
    basis text NOT NULL,
    comparator text NOT NULL,
    goal smallint NOT NULL,
    due_on date NOT NULL,
    state text NOT NULL,
    computed_part bigint NOT NULL,
    computed_whole bigint NOT NULL,
    booked_part bigint NOT NULL,
    booked_whole bigint NOT NULL,
    declared_part bigint NOT NULL,
    declared_whole bigint NOT NULL,
    facilities integer NOT NULL,
    missing_facilities integer NOT NULL,
    part bigint NOT NULL,
    whole bigint NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    filing_id bigint NOT NULL,
    CONSTRAINT filing_figure_comparator_is_known CHECK ((comparator = ANY (ARRAY['ge'::text, 'gt'::text]))),
    CONSTRAINT filing_figure_counts_from_nought CHECK (((booked_part >= 0) AND (booked_whole >= 0) AND (computed_part >= 0) AND (computed_whole >= 0) AND (declared_part >= 0) AND (declared_whole >= 0) AND (facilities >= 0) AND (missing_facilities >= 0))),
    CONSTRAINT filing_figure_differs_for_a_reason CHECK ((((part = computed_part) AND (whole = computed_whole)) OR (NOT (reason = ''::text)))),
    CONSTRAINT filing_figure_is_of_a_target CHECK ((NOT (target_id = ''::text))),
    CONSTRAINT filing_figure_part_is_within_its_whole CHECK (((part >= 0) AND (part <= whole)))
);

ALTER TABLE public.filing_figure ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.filing_figure_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.filing ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.filing_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.filing_source (
    id bigint NOT NULL,
    filing_id bigint NOT NULL,
    source_id bigint,
    obligation_id bigint NOT NULL,
    CONSTRAINT filing_source_is_another_report CHECK (((source_id IS NULL) OR (NOT ((source_id = filing_id) AND (source_id IS NOT NULL)))))
);

ALTER TABLE public.filing_source ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.filing_source_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.filing_step (
    id bigint NOT NULL,
    number smallint NOT NULL,
    deed text NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    by text NOT NULL,
    user_id bigint,
    at timestamp with time zone NOT NULL,
    agency_id bigint NOT NULL,
    filing_id bigint NOT NULL,
    to_agency_id bigint,
    CONSTRAINT filing_step_back_has_a_reason CHECK (((NOT (deed = 'returned'::text)) OR (NOT (reason = ''::text)))),
    CONSTRAINT filing_step_deed_is_known CHECK ((deed = ANY (ARRAY['filed'::text, 'forwarded'::text, 'accepted'::text, 'returned'::text]))),
    CONSTRAINT filing_step_goes_somewhere CHECK ((((deed = 'accepted'::text) AND (to_agency_id IS NULL)) OR ((NOT (deed = 'accepted'::text)) AND (to_agency_id IS NOT NULL)))),
    CONSTRAINT filing_step_is_somebodys CHECK ((NOT (by = ''::text))),
    CONSTRAINT filing_step_number_begins_at_one CHECK ((number >= 1))
);

ALTER TABLE public.filing_step ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.filing_step_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.hand_over (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    given_by bigint NOT NULL,
    given_at timestamp with time zone NOT NULL,
    held_vnd bigint NOT NULL,
    pieces integer[] NOT NULL,
    counted_vnd bigint NOT NULL,
    amount_vnd bigint NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    state text NOT NULL,
    received_by bigint,
    closed_at timestamp with time zone,
    answer text DEFAULT ''::text NOT NULL,
    CONSTRAINT hand_over_difference_has_a_reason CHECK (((counted_vnd = held_vnd) OR (NOT (reason = ''::text)))),
    CONSTRAINT hand_over_has_two_persons CHECK ((((closed_at IS NULL) AND (received_by IS NULL) AND (state = 'given'::text)) OR ((closed_at IS NOT NULL) AND (received_by IS NULL) AND (state = 'withdrawn'::text)) OR ((closed_at IS NOT NULL) AND (received_by IS NOT NULL) AND (state = ANY (ARRAY['received'::text, 'refused'::text])) AND (NOT ((received_by = given_by) AND (received_by IS NOT NULL)))))),
    CONSTRAINT hand_over_is_what_was_counted_and_held CHECK (((amount_vnd = LEAST(held_vnd, counted_vnd)) AND (amount_vnd > 0))),
    CONSTRAINT hand_over_that_failed_has_a_reason CHECK (((state = ANY (ARRAY['given'::text, 'received'::text])) OR (NOT (answer = ''::text))))
);

ALTER TABLE public.hand_over ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.hand_over_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.heard (
    id bigint NOT NULL,
    channel text NOT NULL,
    merchant_id bigint NOT NULL,
    facility_id bigint NOT NULL,
    provider_reference text NOT NULL,
    outcome text NOT NULL,
    method text NOT NULL,
    amount_vnd bigint NOT NULL,
    paid_at timestamp with time zone NOT NULL,
    text text DEFAULT ''::text NOT NULL,
    codes text[] DEFAULT '{}'::text[] NOT NULL,
    corrected boolean DEFAULT false NOT NULL,
    bank_reference text DEFAULT ''::text NOT NULL,
    account text DEFAULT ''::text NOT NULL,
    virtual_account text DEFAULT ''::text NOT NULL,
    payer_name text DEFAULT ''::text NOT NULL,
    payer_account text DEFAULT ''::text NOT NULL,
    payer_bank text DEFAULT ''::text NOT NULL,
    raw bytea NOT NULL,
    headers jsonb DEFAULT '{}'::jsonb NOT NULL,
    body_hash bytea NOT NULL,
    heard_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    reference text DEFAULT ''::text NOT NULL,
    details jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT heard_amount_is_not_negative CHECK ((amount_vnd >= 0)),
    CONSTRAINT heard_has_a_provider_reference CHECK ((NOT (provider_reference = ''::text))),
    CONSTRAINT heard_method_is_known CHECK ((method = ANY (ARRAY['qr'::text, 'web'::text, 'mobile_money'::text, 'card'::text, 'cash'::text])))
);

ALTER TABLE public.heard ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.heard_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.heard_otherwise (
    id bigint NOT NULL,
    heard_id bigint NOT NULL,
    raw bytea NOT NULL,
    headers jsonb DEFAULT '{}'::jsonb NOT NULL,
    body_hash bytea NOT NULL,
    heard_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL
);

ALTER TABLE public.heard_otherwise ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.heard_otherwise_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.heard_set_aside (
    heard_id bigint NOT NULL,
    reason text NOT NULL,
    at timestamp with time zone NOT NULL
);

CREATE TABLE public.heard_waiting (
    heard_id bigint NOT NULL
)
WITH (autovacuum_vacuum_scale_factor='0', autovacuum_vacuum_threshold='20000');

CREATE TABLE public.insurance_handover (
    id bigint NOT NULL,
    number integer NOT NULL,
    names integer NOT NULL,
    struck integer NOT NULL,
    amount_vnd bigint NOT NULL,
    digest text NOT NULL,
    handed_by bigint,
    handed_at timestamp with time zone NOT NULL,
    facility_id bigint NOT NULL,
    run_id bigint NOT NULL,
    CONSTRAINT insurance_handover_counts_from_one CHECK ((number > 0)),
    CONSTRAINT insurance_handover_digest_has_its_form CHECK ((digest ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT insurance_handover_holds_names CHECK (((amount_vnd >= 0) AND (names >= 0) AND (struck >= 0) AND (NOT ((names = 0) AND (struck = 0)))))
);

ALTER TABLE public.insurance_handover ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.insurance_handover_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.insurance_left_out (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    reason text NOT NULL,
    words text NOT NULL,
    beneficiary_id bigint NOT NULL,
    handover_id bigint NOT NULL,
    CONSTRAINT insurance_left_out_has_a_reason CHECK ((reason = ANY (ARRAY['not_paid'::text, 'paid_short'::text, 'exempt'::text, 'other_card'::text, 'absent'::text, 'declined'::text, 'other'::text])))
);

ALTER TABLE public.insurance_left_out ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.insurance_left_out_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.insurance_note (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    reason text NOT NULL,
    words text NOT NULL,
    noted_by bigint,
    noted_at timestamp with time zone NOT NULL,
    beneficiary_id bigint NOT NULL,
    run_id bigint NOT NULL,
    CONSTRAINT insurance_note_is_a_reason_to_write CHECK ((reason = ANY (ARRAY['other_card'::text, 'absent'::text, 'declined'::text, 'other'::text]))),
    CONSTRAINT insurance_note_of_its_own_has_words CHECK (((NOT (reason = 'other'::text)) OR (NOT (words = ''::text))))
);

ALTER TABLE public.insurance_note ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.insurance_note_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.insurance_row (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    run_id bigint NOT NULL,
    place integer NOT NULL,
    kind text NOT NULL,
    turn integer NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    born_on date,
    class_name text NOT NULL,
    bill_code text NOT NULL,
    amount_vnd bigint NOT NULL,
    beneficiary_id bigint NOT NULL,
    bill_id bigint NOT NULL,
    handover_id bigint NOT NULL,
    CONSTRAINT insurance_row_is_of_money CHECK ((amount_vnd > 0)),
    CONSTRAINT insurance_row_kind_is_known CHECK ((kind = ANY (ARRAY['add'::text, 'strike'::text]))),
    CONSTRAINT insurance_turn_counts_from_one CHECK ((turn > 0))
);

ALTER TABLE public.insurance_row ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.insurance_row_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.invoice (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    kind text NOT NULL,
    amount_vnd bigint NOT NULL,
    buyer text NOT NULL,
    lines jsonb NOT NULL,
    state text NOT NULL,
    serial text NOT NULL,
    number integer,
    tax_office_code text NOT NULL,
    lookup text NOT NULL,
    reason text NOT NULL,
    asked_by bigint NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    issued_at timestamp with time zone,
    tries smallint NOT NULL,
    next_try_at timestamp with time zone,
    bill_id bigint NOT NULL,
    replaces_id bigint,
    CONSTRAINT invoice_does_not_replace_itself CHECK ((NOT ((replaces_id = id) AND (replaces_id IS NOT NULL)))),
    CONSTRAINT invoice_has_a_number_once_issued CHECK ((((issued_at IS NOT NULL) AND (number IS NOT NULL) AND (state = ANY (ARRAY['issued'::text, 'replaced'::text]))) OR ((number IS NULL) AND (state = ANY (ARRAY['asked'::text, 'sent'::text, 'refused'::text]))))),
    CONSTRAINT invoice_is_of_money CHECK ((amount_vnd > 0)),
    CONSTRAINT invoice_state_is_known CHECK ((state = ANY (ARRAY['asked'::text, 'sent'::text, 'issued'::text, 'refused'::text, 'replaced'::text])))
);

CREATE TABLE public.invoice_account (
    facility_id bigint NOT NULL,
    kind text NOT NULL,
    address text NOT NULL,
    tax_code text NOT NULL,
    serial text NOT NULL,
    sealed bytea NOT NULL,
    opened_by bigint NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    CONSTRAINT invoice_account_has_an_address CHECK ((address ~~ 'http%'::text)),
    CONSTRAINT invoice_account_kind_is_known CHECK ((kind = ANY (ARRAY['invoice'::text, 'receipt'::text]))),
    CONSTRAINT invoice_account_serial_has_its_form CHECK ((serial ~ '^[0-9A-Z]{6,10}$'::text)),
    CONSTRAINT invoice_account_tax_code_has_its_form CHECK ((tax_code ~ '^[0-9]{10}(-[0-9]{3})?$'::text))
);

ALTER TABLE public.invoice ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.invoice_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.kept_answer (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    key text NOT NULL,
    request_hash bytea NOT NULL,
    status smallint NOT NULL,
    body bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    api_key_id bigint NOT NULL,
    CONSTRAINT kept_answer_has_a_key CHECK ((NOT (key = ''::text))),
    CONSTRAINT kept_answer_hash_is_a_sha256 CHECK ((octet_length(request_hash) = 32)),
    CONSTRAINT kept_answer_is_of_a_deed CHECK (((status >= 200) AND (status <= 299)))
);

ALTER TABLE public.kept_answer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.kept_answer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.kitchen_count (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    meal_on date NOT NULL,
    class_name text NOT NULL,
    registered integer NOT NULL,
    absent integer NOT NULL,
    frozen_at timestamp with time zone NOT NULL,
    meal_id bigint NOT NULL,
    CONSTRAINT kitchen_count_is_not_negative CHECK (((absent >= 0) AND (absent <= registered)))
);

ALTER TABLE public.kitchen_count ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.kitchen_count_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.ledger_account (
    id bigint NOT NULL,
    kind text NOT NULL,
    detail text NOT NULL,
    debit_vnd bigint DEFAULT 0 NOT NULL,
    credit_vnd bigint DEFAULT 0 NOT NULL,
    facility_id bigint NOT NULL,
    CONSTRAINT ledger_account_kind_is_known CHECK ((kind = ANY (ARRAY['receivable'::text, 'clearing'::text, 'bank'::text, 'cash'::text, 'unidentified'::text, 'payer_credit'::text, 'deposit'::text, 'refund_due'::text, 'revenue'::text, 'waiver'::text, 'provider_fee'::text, 'rounding'::text, 'opening'::text]))),
    CONSTRAINT ledger_account_sums_are_not_negative CHECK (((credit_vnd >= 0) AND (debit_vnd >= 0)))
)
WITH (fillfactor='50', autovacuum_vacuum_scale_factor='0.05');

ALTER TABLE public.ledger_account ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.ledger_account_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.letter (
    id bigint NOT NULL,
    facility_id bigint,
    way text NOT NULL,
    kind text NOT NULL,
    to_address text NOT NULL,
    template text NOT NULL,
    facts jsonb NOT NULL,
    about text DEFAULT ''::text NOT NULL,
    language text DEFAULT 'vi'::text NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL,
    day date,
    not_before timestamp with time zone NOT NULL,
    not_after timestamp with time zone,
    tries smallint DEFAULT 0 NOT NULL,
    cost_vnd bigint DEFAULT 0 NOT NULL,
    provider_reference text DEFAULT ''::text NOT NULL,
    trouble text DEFAULT ''::text NOT NULL,
    is_forgiven boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    delivered_at timestamp with time zone,
    CONSTRAINT letter_cost_is_not_negative CHECK ((cost_vnd >= 0)),
    CONSTRAINT letter_delivered_has_its_instant CHECK ((((delivered_at IS NOT NULL) AND (state = 'delivered'::text)) OR ((NOT (state = 'delivered'::text)) AND (delivered_at IS NULL)))),
    CONSTRAINT letter_failed_says_why CHECK (((NOT (state = 'failed'::text)) OR (NOT (trouble = ''::text)))),
    CONSTRAINT letter_forgets_its_code CHECK (((NOT (kind = 'code'::text)) OR (state = 'waiting'::text) OR (facts = '{}'::jsonb))),
    CONSTRAINT letter_has_a_template CHECK ((NOT (template = ''::text))),
    CONSTRAINT letter_has_an_address CHECK ((NOT (to_address = ''::text))),
    CONSTRAINT letter_kind_is_known CHECK ((kind = ANY (ARRAY['notice'::text, 'reminder'::text, 'receipt'::text, 'code'::text]))),
    CONSTRAINT letter_language_is_known CHECK ((language = ANY (ARRAY['vi'::text, 'en'::text]))),
    CONSTRAINT letter_of_no_facility_is_a_code CHECK (((facility_id IS NOT NULL) OR (kind = 'code'::text))),
    CONSTRAINT letter_of_reminder_has_its_day CHECK ((((day IS NOT NULL) AND (kind = 'reminder'::text)) OR ((NOT (kind = 'reminder'::text)) AND (day IS NULL)))),
    CONSTRAINT letter_sent_has_its_instant CHECK (((NOT (state = ANY (ARRAY['sent'::text, 'delivered'::text]))) OR (sent_at IS NOT NULL))),
    CONSTRAINT letter_state_is_known CHECK ((state = ANY (ARRAY['waiting'::text, 'sent'::text, 'delivered'::text, 'failed'::text, 'stopped'::text]))),
    CONSTRAINT letter_trouble_is_known CHECK ((trouble = ANY (ARRAY[''::text, 'wrong_address'::text, 'no_account'::text, 'refused'::text, 'out_of_credit'::text, 'unreachable'::text, 'not_delivered'::text]))),
    CONSTRAINT letter_way_is_known CHECK ((way = ANY (ARRAY['mail'::text, 'sms'::text, 'zalo'::text])))
);

ALTER TABLE public.letter ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.letter_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.line_match (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    kind text NOT NULL,
    subject_id bigint NOT NULL,
    amount_vnd bigint NOT NULL,
    how text NOT NULL,
    made_by bigint,
    reason text DEFAULT ''::text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    line_id bigint NOT NULL,
    CONSTRAINT line_match_by_a_person_has_a_reason CHECK (((NOT (how = 'person'::text)) OR ((made_by IS NOT NULL) AND (NOT (reason = ''::text))))),
    CONSTRAINT line_match_how_is_known CHECK ((how = ANY (ARRAY['booked'::text, 'reference'::text, 'code'::text, 'document'::text, 'settlement'::text, 'virtual_account'::text, 'only_one'::text, 'person'::text]))),
    CONSTRAINT line_match_is_of_money CHECK ((amount_vnd > 0)),
    CONSTRAINT line_match_kind_is_known CHECK ((kind = ANY (ARRAY['payment'::text, 'settlement'::text, 'deposit'::text, 'refund'::text, 'payout'::text, 'reversal'::text])))
);

ALTER TABLE public.line_match ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.line_match_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.line_match_undone (
    match_id bigint NOT NULL,
    facility_id bigint NOT NULL,
    reason text NOT NULL,
    undone_by bigint,
    undone_at timestamp with time zone NOT NULL,
    CONSTRAINT line_match_undone_has_a_reason CHECK ((NOT (reason = ''::text)))
);

CREATE TABLE public.line_seen (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    place integer NOT NULL,
    bank_reference text DEFAULT ''::text NOT NULL,
    text text DEFAULT ''::text NOT NULL,
    line_id bigint NOT NULL,
    statement_id bigint NOT NULL
);

ALTER TABLE public.line_seen ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.line_seen_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.line_state (
    line_id bigint NOT NULL,
    facility_id bigint NOT NULL,
    outcome text NOT NULL,
    confirmed text NOT NULL,
    left_vnd bigint NOT NULL,
    payment_id bigint,
    is_due boolean DEFAULT true NOT NULL,
    tried jsonb DEFAULT '[]'::jsonb NOT NULL,
    suggestions jsonb DEFAULT '[]'::jsonb NOT NULL,
    looked_at timestamp with time zone,
    CONSTRAINT line_state_confirmed_is_known CHECK ((confirmed = ANY (ARRAY['not_received'::text, 'not_confirmed'::text, 'by_person'::text, 'by_itself'::text]))),
    CONSTRAINT line_state_is_matched_as_a_whole CHECK (((left_vnd = 0) OR (NOT (outcome = ANY (ARRAY['matched'::text, 'matched_other_day'::text]))))),
    CONSTRAINT line_state_left_is_not_negative CHECK ((left_vnd >= 0)),
    CONSTRAINT line_state_outcome_is_known CHECK ((outcome = ANY (ARRAY['waiting'::text, 'matched'::text, 'matched_other_day'::text, 'only_ours'::text, 'only_theirs'::text, 'amount_differs'::text, 'duplicate'::text, 'reversed'::text, 'to_look_at'::text, 'not_ours'::text])))
)
WITH (fillfactor='70');

CREATE TABLE public.line_trouble (
    merchant_id bigint NOT NULL,
    facility_id bigint NOT NULL,
    failures integer NOT NULL,
    since timestamp with time zone NOT NULL,
    last_at timestamp with time zone NOT NULL,
    CONSTRAINT line_trouble_is_trouble CHECK ((failures > 0))
);

CREATE TABLE public.meal (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    settling text NOT NULL,
    is_active boolean NOT NULL,
    fee_item_id bigint NOT NULL,
    CONSTRAINT meal_settling_is_known CHECK ((settling = ANY (ARRAY['credit'::text, 'coupons'::text, 'postpaid'::text])))
);

CREATE TABLE public.meal_day (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    meal_on date NOT NULL,
    class_name text NOT NULL,
    is_open boolean NOT NULL,
    reason text NOT NULL,
    CONSTRAINT meal_day_has_a_reason CHECK ((NOT (reason = ''::text)))
);

ALTER TABLE public.meal_day ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.meal_day_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.meal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.meal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.meal_roll (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    meal_on date NOT NULL,
    class_name text NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    saved_by bigint,
    saved_by_name text NOT NULL
);

ALTER TABLE public.meal_roll ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.meal_roll_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.meal_rule (
    facility_id bigint NOT NULL,
    weekdays smallint NOT NULL,
    cutoff_minute smallint NOT NULL,
    cutoff_days_before smallint NOT NULL,
    CONSTRAINT meal_rule_cutoff_is_a_time_of_day CHECK (((cutoff_minute >= 0) AND (cutoff_minute < 1440))),
    CONSTRAINT meal_rule_cutoff_is_near CHECK (((cutoff_days_before >= 0) AND (cutoff_days_before <= 7))),
    CONSTRAINT meal_rule_has_days_of_the_week CHECK (((weekdays >= 1) AND (weekdays <= 127)))
);

CREATE TABLE public.meal_settlement (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    month_on date NOT NULL,
    settling text NOT NULL,
    runs jsonb NOT NULL,
    reason text NOT NULL,
    paper text NOT NULL,
    adjustment_id bigint,
    made_at timestamp with time zone NOT NULL,
    made_by bigint,
    made_by_name text NOT NULL,
    meal_id bigint NOT NULL,
    CONSTRAINT meal_settlement_has_a_reason CHECK ((NOT (reason = ''::text))),
    CONSTRAINT meal_settlement_is_of_a_month CHECK ((EXTRACT(day FROM month_on) = (1)::numeric)),
    CONSTRAINT meal_settlement_settling_is_known CHECK ((settling = ANY (ARRAY['credit'::text, 'coupons'::text, 'postpaid'::text])))
);

ALTER TABLE public.meal_settlement ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.meal_settlement_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.meal_settlement_line (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    billed_meals integer NOT NULL,
    carried_meals integer NOT NULL,
    eaten_meals integer NOT NULL,
    late_meals integer NOT NULL,
    absent_meals integer NOT NULL,
    left_meals integer NOT NULL,
    billed_vnd bigint NOT NULL,
    carried_vnd bigint NOT NULL,
    owed_vnd bigint NOT NULL,
    credited_vnd bigint NOT NULL,
    left_vnd bigint NOT NULL,
    beneficiary_id bigint NOT NULL,
    settlement_id bigint NOT NULL,
    CONSTRAINT settlement_line_adds_up CHECK ((billed_vnd = (((owed_vnd + credited_vnd) + left_vnd) - carried_vnd))),
    CONSTRAINT settlement_line_is_not_negative CHECK (((absent_meals >= 0) AND (billed_meals >= 0) AND (eaten_meals >= 0) AND (late_meals >= 0) AND (left_vnd >= 0)))
);

ALTER TABLE public.meal_settlement_line ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.meal_settlement_line_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.meal_tick (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    meal_on date NOT NULL,
    class_name text NOT NULL,
    state text NOT NULL,
    reason text NOT NULL,
    told_at timestamp with time zone NOT NULL,
    told_by bigint,
    told_by_name text NOT NULL,
    beneficiary_id bigint NOT NULL,
    meal_id bigint NOT NULL,
    CONSTRAINT meal_tick_is_known CHECK ((state = ANY (ARRAY['eats'::text, 'absent'::text, 'late'::text])))
);

ALTER TABLE public.meal_tick ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.meal_tick_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.merchant ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.merchant_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.method_fee (
    id bigint NOT NULL,
    flat_vnd bigint NOT NULL,
    basis_points integer NOT NULL,
    minimum_vnd bigint NOT NULL,
    maximum_vnd bigint,
    borne_by text NOT NULL,
    valid daterange NOT NULL,
    facility_id bigint NOT NULL,
    merchant_id bigint NOT NULL,
    CONSTRAINT method_fee_is_at_most_the_amount CHECK (((basis_points >= 0) AND (basis_points <= 10000))),
    CONSTRAINT method_fee_is_borne_by_somebody CHECK ((borne_by = ANY (ARRAY['payer'::text, 'facility'::text]))),
    CONSTRAINT method_fee_maximum_is_not_below_minimum CHECK (((maximum_vnd IS NULL) OR (maximum_vnd >= minimum_vnd))),
    CONSTRAINT method_fee_sums_are_not_negative CHECK (((flat_vnd >= 0) AND (minimum_vnd >= 0))),
    CONSTRAINT method_fee_valid_is_not_empty CHECK ((NOT isempty(valid)))
);

ALTER TABLE public.method_fee ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.method_fee_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.method_incentive (
    id bigint NOT NULL,
    method text NOT NULL,
    kind text NOT NULL,
    percent integer,
    amount_vnd bigint,
    granted_by text NOT NULL,
    wording text NOT NULL,
    valid daterange NOT NULL,
    facility_id bigint NOT NULL,
    merchant_id bigint,
    CONSTRAINT method_incentive_has_its_words CHECK (((NOT (granted_by = ''::text)) AND (NOT (wording = ''::text)))),
    CONSTRAINT method_incentive_is_of_a_merchant_or_a_method CHECK ((((merchant_id IS NOT NULL) AND (method = ''::text)) OR ((merchant_id IS NULL) AND (method = ANY (ARRAY['qr'::text, 'web'::text, 'mobile_money'::text, 'card'::text]))))),
    CONSTRAINT method_incentive_says_how_much CHECK ((((amount_vnd IS NULL) AND (kind = 'fee_waived'::text) AND (percent IS NULL)) OR ((amount_vnd IS NULL) AND (kind = 'discount'::text) AND (percent >= 1) AND (percent IS NOT NULL) AND (percent <= 100)) OR ((amount_vnd >= 1) AND (amount_vnd IS NOT NULL) AND (kind = 'discount'::text) AND (percent IS NULL)))),
    CONSTRAINT method_incentive_valid_is_not_empty CHECK ((NOT isempty(valid)))
);

ALTER TABLE public.method_incentive ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.method_incentive_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.month_count (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    month date NOT NULL,
    method text NOT NULL,
    payments bigint NOT NULL,
    value_vnd bigint NOT NULL,
    refunds bigint DEFAULT 0 NOT NULL,
    refunded_vnd bigint DEFAULT 0 NOT NULL,
    CONSTRAINT month_count_is_not_negative CHECK (((payments >= 0) AND (value_vnd >= 0))),
    CONSTRAINT month_count_refunds_are_not_negative CHECK (((refunded_vnd >= 0) AND (refunds >= 0)))
)
WITH (fillfactor='50');

ALTER TABLE public.month_count ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.month_count_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.obligation (
    id bigint NOT NULL,
    plan_id text NOT NULL,
    duty_id text NOT NULL,
    periodicity text NOT NULL,
    period_first_on date NOT NULL,
    period_last_on date NOT NULL,
    window_first_on date NOT NULL,
    window_last_on date NOT NULL,
    due_at timestamp with time zone,
    generated_at timestamp with time zone NOT NULL,
    agency_id bigint NOT NULL,
    place_id bigint NOT NULL,
    CONSTRAINT obligation_has_its_due_instant CHECK (((due_at IS NOT NULL) OR (periodicity = 'as_prescribed'::text))),
    CONSTRAINT obligation_is_of_a_duty CHECK (((NOT (plan_id = ''::text)) AND (NOT (duty_id = ''::text)))),
    CONSTRAINT obligation_period_is_in_order CHECK ((period_first_on <= period_last_on)),
    CONSTRAINT obligation_periodicity_is_known CHECK ((periodicity = ANY (ARRAY['monthly'::text, 'semiannual'::text, 'annual'::text, 'as_prescribed'::text]))),
    CONSTRAINT obligation_window_is_in_order CHECK ((window_first_on <= window_last_on))
);

ALTER TABLE public.obligation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.obligation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.payment (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    finding text NOT NULL,
    channel text NOT NULL,
    method text NOT NULL,
    amount_vnd bigint NOT NULL,
    applied_vnd bigint NOT NULL,
    excess_vnd bigint NOT NULL,
    unidentified_vnd bigint NOT NULL,
    paid_at timestamp with time zone NOT NULL,
    booked_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    receipt_year smallint,
    receipt_number integer,
    taken_by bigint,
    bill_id bigint,
    heard_id bigint NOT NULL,
    identifies_id bigint,
    part smallint DEFAULT 0 NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    root_id bigint,
    CONSTRAINT payment_amounts_are_not_negative CHECK (((amount_vnd > 0) AND (applied_vnd >= 0) AND (excess_vnd >= 0) AND (unidentified_vnd >= 0))),
    CONSTRAINT payment_finding_fits_its_bill CHECK ((((bill_id IS NOT NULL) AND (finding = ANY (ARRAY['exact'::text, 'part'::text, 'over'::text])) AND (unidentified_vnd = 0)) OR ((applied_vnd = 0) AND (bill_id IS NOT NULL) AND (excess_vnd = 0) AND (finding = 'closed'::text)) OR ((applied_vnd = 0) AND (bill_id IS NULL) AND (finding = 'credit'::text) AND (identifies_id IS NOT NULL) AND (unidentified_vnd = 0)) OR ((NOT (finding = ANY (ARRAY['exact'::text, 'part'::text, 'over'::text, 'closed'::text, 'credit'::text]))) AND (applied_vnd = 0) AND (bill_id IS NULL) AND (excess_vnd = 0)))),
    CONSTRAINT payment_finding_is_known CHECK ((finding = ANY (ARRAY['exact'::text, 'part'::text, 'over'::text, 'closed'::text, 'unknown'::text, 'duplicate'::text, 'not_for_us'::text, 'credit'::text]))),
    CONSTRAINT payment_on_a_bill_has_a_receipt CHECK ((((finding = ANY (ARRAY['exact'::text, 'part'::text, 'over'::text])) AND (receipt_number IS NOT NULL) AND (receipt_year IS NOT NULL)) OR ((NOT (finding = ANY (ARRAY['exact'::text, 'part'::text, 'over'::text]))) AND (receipt_number IS NULL) AND (receipt_year IS NULL)))),
    CONSTRAINT payment_part_counts_from_nought CHECK ((part >= 0)),
    CONSTRAINT payment_parts_add_up CHECK ((((applied_vnd = 0) AND (excess_vnd = 0) AND (finding = ANY (ARRAY['duplicate'::text, 'not_for_us'::text])) AND (unidentified_vnd = 0)) OR ((NOT (finding = ANY (ARRAY['duplicate'::text, 'not_for_us'::text]))) AND (amount_vnd = ((applied_vnd + excess_vnd) + unidentified_vnd))))),
    CONSTRAINT payment_root_is_of_a_later_row CHECK (((root_id IS NULL) OR (identifies_id IS NOT NULL))),
    CONSTRAINT payment_without_its_owner_says_why CHECK (((identifies_id IS NULL) OR (NOT (finding = ANY (ARRAY['unknown'::text, 'not_for_us'::text]))) OR (NOT (reason = ''::text))))
);

CREATE VIEW public.payment_disowned WITH (security_invoker='true') AS
 SELECT COALESCE(root_id, identifies_id) AS payment_id,
    facility_id,
    (sum(amount_vnd))::bigint AS amount_vnd
   FROM public.payment d
  WHERE ((finding = 'not_for_us'::text) AND (identifies_id IS NOT NULL) AND (NOT (EXISTS ( SELECT
           FROM public.payment later
          WHERE (later.identifies_id = d.id)))))
  GROUP BY COALESCE(root_id, identifies_id), facility_id;

ALTER TABLE public.payment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.payment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.payment_return (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    payment_id bigint NOT NULL,
    refund_id bigint NOT NULL,
    kind text NOT NULL,
    from_bill_vnd bigint DEFAULT 0 NOT NULL,
    from_credit_vnd bigint DEFAULT 0 NOT NULL,
    from_unidentified_vnd bigint DEFAULT 0 NOT NULL,
    out_of text DEFAULT ''::text NOT NULL,
    out_of_detail text DEFAULT ''::text NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    short_vnd bigint DEFAULT 0 NOT NULL,
    CONSTRAINT payment_return_is_of_some_money CHECK (((from_bill_vnd >= 0) AND (from_credit_vnd >= 0) AND (from_unidentified_vnd >= 0) AND (short_vnd >= 0) AND (NOT ((from_bill_vnd = 0) AND (from_credit_vnd = 0) AND (from_unidentified_vnd = 0) AND (short_vnd = 0))))),
    CONSTRAINT payment_return_kind_is_known CHECK ((kind = ANY (ARRAY['asked'::text, 'failed'::text, 'done'::text, 'undone'::text]))),
    CONSTRAINT payment_return_leaves_by_one_account CHECK ((((kind = 'done'::text) AND (out_of = ANY (ARRAY['clearing'::text, 'bank'::text, 'cash'::text]))) OR ((NOT (kind = 'done'::text)) AND (out_of = ''::text))))
);

ALTER TABLE public.payment_return ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.payment_return_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.payout (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    amount_vnd bigint NOT NULL,
    way text NOT NULL,
    bin text NOT NULL,
    number text NOT NULL,
    name text NOT NULL,
    state text NOT NULL,
    document text NOT NULL,
    note text NOT NULL,
    settled_by bigint,
    settled_at timestamp with time zone,
    beneficiary_id bigint NOT NULL,
    payout_list_id bigint NOT NULL,
    CONSTRAINT payout_by_transfer_names_its_account CHECK (((NOT (way = 'transfer'::text)) OR ((NOT (bin = ''::text)) AND (NOT (number = ''::text)) AND (NOT (name = ''::text))))),
    CONSTRAINT payout_is_of_money CHECK ((amount_vnd > 0)),
    CONSTRAINT payout_state_is_known CHECK ((state = ANY (ARRAY['listed'::text, 'released'::text, 'paid'::text, 'failed'::text, 'withdrawn'::text]))),
    CONSTRAINT payout_that_is_over_says_how CHECK ((((settled_at IS NOT NULL) AND (settled_by IS NOT NULL) AND (state = 'paid'::text) AND (NOT (document = ''::text))) OR ((settled_at IS NOT NULL) AND (settled_by IS NOT NULL) AND (state = 'failed'::text) AND (NOT (note = ''::text))) OR ((settled_at IS NULL) AND (state = ANY (ARRAY['listed'::text, 'released'::text, 'withdrawn'::text]))))),
    CONSTRAINT payout_way_is_known CHECK ((way = ANY (ARRAY['transfer'::text, 'cash'::text])))
);

CREATE TABLE public.payout_account (
    id bigint NOT NULL,
    bin text NOT NULL,
    number text NOT NULL,
    name text NOT NULL,
    set_by bigint NOT NULL,
    set_at timestamp with time zone NOT NULL,
    confirmed_by bigint,
    confirmed_at timestamp with time zone,
    replaced_at timestamp with time zone,
    beneficiary_id bigint NOT NULL,
    facility_id bigint NOT NULL,
    CONSTRAINT payout_account_bank_has_six_digits CHECK ((bin ~ '^[0-9]{6}$'::text)),
    CONSTRAINT payout_account_has_an_owner CHECK ((NOT (name = ''::text))),
    CONSTRAINT payout_account_is_confirmed_by_another CHECK ((((confirmed_at IS NULL) AND (confirmed_by IS NULL)) OR ((confirmed_at IS NOT NULL) AND (confirmed_by IS NOT NULL) AND (NOT ((confirmed_by = set_by) AND (confirmed_by IS NOT NULL)))))),
    CONSTRAINT payout_account_number_has_its_form CHECK ((number ~ '^[0-9A-Z]{4,19}$'::text))
);

ALTER TABLE public.payout_account ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.payout_account_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.payout ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.payout_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.payout_list (
    id bigint NOT NULL,
    reason text NOT NULL,
    paper text NOT NULL,
    state text NOT NULL,
    prepared_by bigint NOT NULL,
    prepared_at timestamp with time zone NOT NULL,
    released_by bigint,
    released_at timestamp with time zone,
    from_bin text NOT NULL,
    from_account text NOT NULL,
    from_name text NOT NULL,
    closed_at timestamp with time zone,
    facility_id bigint NOT NULL,
    CONSTRAINT payout_list_has_a_reason CHECK ((NOT (reason = ''::text))),
    CONSTRAINT payout_list_is_released_by_another CHECK ((((released_at IS NULL) AND (released_by IS NULL) AND (state = ANY (ARRAY['draft'::text, 'withdrawn'::text]))) OR ((released_at IS NOT NULL) AND (released_by IS NOT NULL) AND (state = ANY (ARRAY['released'::text, 'closed'::text])) AND (NOT ((released_by = prepared_by) AND (released_by IS NOT NULL)))))),
    CONSTRAINT payout_list_state_is_known CHECK ((state = ANY (ARRAY['draft'::text, 'released'::text, 'closed'::text, 'withdrawn'::text])))
);

ALTER TABLE public.payout_list ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.payout_list_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.period_closing (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    kind text NOT NULL,
    from_on date NOT NULL,
    to_on date NOT NULL,
    closed_by bigint,
    closed_at timestamp with time zone NOT NULL,
    cash_vnd bigint NOT NULL,
    counted_vnd bigint,
    pieces integer[],
    cash_reason text DEFAULT ''::text NOT NULL,
    figures jsonb NOT NULL,
    CONSTRAINT period_cash_difference_has_a_reason CHECK (((counted_vnd IS NULL) OR (counted_vnd = cash_vnd) OR (NOT (cash_reason = ''::text)))),
    CONSTRAINT period_cash_is_counted_in_notes CHECK ((((counted_vnd IS NULL) AND (pieces IS NULL)) OR ((counted_vnd >= 0) AND (pieces IS NOT NULL)))),
    CONSTRAINT period_days_are_in_order CHECK ((from_on <= to_on)),
    CONSTRAINT period_is_over CHECK ((to_on < ((closed_at AT TIME ZONE 'Asia/Ho_Chi_Minh'::text))::date)),
    CONSTRAINT period_kind_is_known CHECK ((kind = ANY (ARRAY['day'::text, 'month'::text]))),
    CONSTRAINT period_month_is_whole CHECK (((kind <> 'month'::text) OR ((from_on = (date_trunc('month'::text, (from_on)::timestamp without time zone))::date) AND (to_on = ((date_trunc('month'::text, (from_on)::timestamp without time zone) + '1 mon -1 days'::interval))::date))))
);

ALTER TABLE public.period_closing ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.period_closing_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.period_seal (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    number integer NOT NULL,
    booked_before timestamp with time zone NOT NULL,
    transfers bigint NOT NULL,
    amount_vnd bigint NOT NULL,
    first_transfer_id bigint,
    last_transfer_id bigint,
    previous_sha256 bytea NOT NULL,
    sha256 bytea NOT NULL,
    closing_id bigint NOT NULL,
    CONSTRAINT seal_counts_its_transfers CHECK ((((amount_vnd = 0) AND (first_transfer_id IS NULL) AND (transfers = 0) AND (last_transfer_id IS NULL)) OR ((amount_vnd > 0) AND (transfers > 0) AND (first_transfer_id <= last_transfer_id)))),
    CONSTRAINT seal_hashes_have_32_bytes CHECK (((length(sha256) = 32) AND (length(previous_sha256) = 32)))
);

ALTER TABLE public.period_seal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.period_seal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.place (
    id bigint NOT NULL,
    code text NOT NULL,
    level text NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    full_name text NOT NULL,
    search_key text NOT NULL,
    valid daterange NOT NULL,
    certainty text NOT NULL,
    source text NOT NULL,
    parent_id bigint,
    province_id bigint,
    CONSTRAINT place_certainty_is_known CHECK ((certainty = ANY (ARRAY['known'::text, 'opening'::text, 'assumed'::text]))),
    CONSTRAINT place_id_begins_with_its_level CHECK ((((id >= '10000000000000'::bigint) AND (id < '20000000000000'::bigint) AND (level = 'province'::text)) OR ((id >= '20000000000000'::bigint) AND (id < '30000000000000'::bigint) AND (level = 'district'::text)) OR ((id >= '30000000000000'::bigint) AND (id < '40000000000000'::bigint) AND (level = 'commune'::text)))),
    CONSTRAINT place_kind_fits_its_level CHECK ((((kind = ANY (ARRAY['Thành phố'::text, 'Tỉnh'::text])) AND (level = 'province'::text)) OR ((kind = ANY (ARRAY['Huyện'::text, 'Thành phố'::text, 'Thị xã'::text])) AND (level = 'district'::text)) OR ((kind = ANY (ARRAY['Phường'::text, 'Thị trấn'::text, 'Xã'::text, 'Đặc khu'::text])) AND (level = 'commune'::text)))),
    CONSTRAINT place_parent_is_of_a_higher_level CHECK ((((level = 'province'::text) AND (parent_id IS NULL)) OR ((level = 'district'::text) AND (parent_id IS NOT NULL) AND (parent_id < '20000000000000'::bigint)) OR ((level = 'commune'::text) AND (parent_id IS NOT NULL) AND (parent_id < '30000000000000'::bigint)))),
    CONSTRAINT place_province_is_a_province CHECK ((((level = 'province'::text) AND (province_id IS NULL)) OR ((NOT (level = 'province'::text)) AND (province_id IS NOT NULL) AND (province_id < '20000000000000'::bigint)))),
    CONSTRAINT place_validity_is_not_empty CHECK (((NOT isempty(valid)) AND (NOT lower_inf(valid))))
);

CREATE TABLE public.place_succession (
    id bigint NOT NULL,
    kind text NOT NULL,
    is_default boolean NOT NULL,
    source text NOT NULL,
    predecessor_id bigint NOT NULL,
    successor_id bigint NOT NULL,
    CONSTRAINT place_succession_kind_is_known CHECK ((kind = ANY (ARRAY['whole'::text, 'part'::text]))),
    CONSTRAINT place_succession_leads_to_another_place CHECK ((NOT (predecessor_id = successor_id))),
    CONSTRAINT place_succession_of_the_whole_is_the_default CHECK (((kind = 'part'::text) OR is_default))
);

ALTER TABLE public.place_succession ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.place_succession_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_profile (
    id bigint NOT NULL,
    plan_id text NOT NULL,
    sha256 text NOT NULL,
    text text NOT NULL,
    adopted_at timestamp with time zone NOT NULL,
    adopted_by text NOT NULL,
    CONSTRAINT plan_profile_has_a_text CHECK ((NOT (text = ''::text))),
    CONSTRAINT plan_profile_id_has_its_form CHECK ((plan_id ~ '^[A-Z][A-Z0-9_]{1,39}$'::text)),
    CONSTRAINT plan_profile_is_adopted_by_somebody CHECK ((NOT (adopted_by = ''::text))),
    CONSTRAINT plan_profile_sha256_is_of_its_text CHECK ((sha256 = encode(sha256(convert_to(text, 'UTF8'::name)), 'hex'::text)))
);

ALTER TABLE public.plan_profile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_profile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.platform (
    id bigint NOT NULL,
    name text NOT NULL,
    vendor text NOT NULL,
    is_vietnamese boolean NOT NULL,
    categories text[] NOT NULL,
    evaluation text DEFAULT ''::text NOT NULL,
    source text NOT NULL,
    CONSTRAINT platform_categories_are_known CHECK (((categories <@ ARRAY['SCHOOL_ADMIN'::text, 'LMS_ONLINE'::text, 'ONLINE_EXAM'::text, 'RESOURCE_SHARING'::text, 'DIGITISED_MATERIALS'::text, 'PARENT_LINK'::text, 'E_TRANSCRIPT'::text, 'HOMEWORK'::text, 'ONLINE_ASSESSMENT'::text, 'UNIFIED_RECORD'::text, 'LINKED_DB'::text, 'REMOTE_INSPECTION'::text, 'HOSPITAL_MGMT'::text, 'TELEHEALTH'::text, 'EPRESCRIPTION'::text, 'PHR'::text, 'VACCINATION'::text, 'ONLINE_CONSULT'::text, 'CLINICAL_TOOLS'::text]) AND (
CASE
    WHEN (categories IS NULL) THEN NULL::integer
    ELSE COALESCE(array_length(categories, 1), 0)
END > 0))),
    CONSTRAINT platform_has_a_name_and_a_vendor CHECK (((NOT (name = ''::text)) AND (NOT (vendor = ''::text)))),
    CONSTRAINT platform_has_a_source CHECK ((NOT (source = ''::text)))
);

CREATE TABLE public.platform_listing (
    id bigint NOT NULL,
    list_code text NOT NULL,
    valid daterange NOT NULL,
    source text NOT NULL,
    platform_id bigint NOT NULL,
    CONSTRAINT platform_listing_code_is_plain CHECK ((list_code ~ '^[A-Z0-9][A-Z0-9._/-]{1,39}$'::text)),
    CONSTRAINT platform_listing_has_a_source CHECK ((NOT (source = ''::text))),
    CONSTRAINT platform_listing_valid_is_not_empty CHECK ((NOT isempty(valid)))
);

CREATE TABLE public.platform_use (
    id bigint NOT NULL,
    category text NOT NULL,
    valid daterange NOT NULL,
    evidence text NOT NULL,
    state text NOT NULL,
    declared_by bigint,
    declared_at timestamp with time zone NOT NULL,
    decided_by bigint,
    decided_at timestamp with time zone,
    reason text DEFAULT ''::text NOT NULL,
    facility_id bigint NOT NULL,
    platform_id bigint NOT NULL,
    CONSTRAINT platform_use_category_is_known CHECK ((category = ANY (ARRAY['SCHOOL_ADMIN'::text, 'LMS_ONLINE'::text, 'ONLINE_EXAM'::text, 'RESOURCE_SHARING'::text, 'DIGITISED_MATERIALS'::text, 'PARENT_LINK'::text, 'E_TRANSCRIPT'::text, 'HOMEWORK'::text, 'ONLINE_ASSESSMENT'::text, 'UNIFIED_RECORD'::text, 'LINKED_DB'::text, 'REMOTE_INSPECTION'::text, 'HOSPITAL_MGMT'::text, 'TELEHEALTH'::text, 'EPRESCRIPTION'::text, 'PHR'::text, 'VACCINATION'::text, 'ONLINE_CONSULT'::text, 'CLINICAL_TOOLS'::text]))),
    CONSTRAINT platform_use_ended_has_an_end CHECK (((NOT (state = 'ended'::text)) OR (NOT upper_inf(valid)))),
    CONSTRAINT platform_use_has_evidence CHECK ((NOT (evidence = ''::text))),
    CONSTRAINT platform_use_is_decided_by_somebody CHECK ((((decided_by IS NULL) AND (state = 'declared'::text)) OR ((NOT (state = 'declared'::text)) AND (decided_at IS NOT NULL) AND (decided_by IS NOT NULL)))),
    CONSTRAINT platform_use_is_refused_for_a_reason CHECK (((NOT (state = 'refused'::text)) OR (NOT (reason = ''::text)))),
    CONSTRAINT platform_use_needs_two_persons CHECK ((NOT ((decided_by = declared_by) AND (decided_by IS NOT NULL) AND (declared_by IS NOT NULL)))),
    CONSTRAINT platform_use_state_is_known CHECK ((state = ANY (ARRAY['declared'::text, 'verified'::text, 'refused'::text, 'ended'::text]))),
    CONSTRAINT platform_use_valid_is_not_empty CHECK ((NOT isempty(valid)))
);

CREATE VIEW public.platform_figure AS
 SELECT u.facility_id,
    lower(u.valid) AS from_on,
    upper(u.valid) AS until_on,
    COALESCE(string_agg(DISTINCT l.list_code, ' '::text), ''::text) AS lists
   FROM (public.platform_use u
     LEFT JOIN public.platform_listing l ON (((l.platform_id = u.platform_id) AND (l.valid && u.valid))))
  WHERE (u.state = ANY (ARRAY['verified'::text, 'ended'::text]))
  GROUP BY u.id, u.facility_id, u.valid;

ALTER TABLE public.platform ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.platform_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE VIEW public.platform_in_use WITH (security_invoker='true') AS
 SELECT u.id AS use_id,
    u.facility_id,
    u.platform_id,
    u.category,
    u.valid,
    COALESCE(array_agg(DISTINCT l.list_code) FILTER (WHERE (l.list_code IS NOT NULL)), '{}'::text[]) AS lists
   FROM (public.platform_use u
     LEFT JOIN public.platform_listing l ON (((l.platform_id = u.platform_id) AND (l.valid && u.valid))))
  WHERE (u.state = ANY (ARRAY['verified'::text, 'ended'::text]))
  GROUP BY u.id, u.facility_id, u.platform_id, u.category, u.valid;

ALTER TABLE public.platform_listing ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.platform_listing_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.platform_use ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.platform_use_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.receipt_book (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    series text NOT NULL,
    first_number integer NOT NULL,
    last_number integer NOT NULL,
    holder_id bigint NOT NULL,
    given_by bigint,
    given_at timestamp with time zone NOT NULL,
    returned_to bigint,
    returned_at timestamp with time zone,
    CONSTRAINT receipt_book_counts_up CHECK (((first_number >= 1) AND (last_number >= first_number))),
    CONSTRAINT receipt_book_has_a_series CHECK ((NOT (series = ''::text)))
);

ALTER TABLE public.receipt_book ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.receipt_book_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.receipt_series (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    year smallint NOT NULL,
    last_number integer NOT NULL,
    CONSTRAINT receipt_series_counts_up CHECK ((last_number >= 0))
)
WITH (fillfactor='50');

ALTER TABLE public.receipt_series ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.receipt_series_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.receipt_slip (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    number integer NOT NULL,
    state text NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    written_by bigint,
    written_at timestamp with time zone NOT NULL,
    book_id bigint NOT NULL,
    payment_id bigint,
    CONSTRAINT receipt_slip_has_a_payment_or_a_reason CHECK ((((payment_id IS NOT NULL) AND (state = 'used'::text)) OR ((NOT (state = 'used'::text)) AND (payment_id IS NULL) AND (NOT (reason = ''::text))))),
    CONSTRAINT receipt_slip_state_is_known CHECK ((state = ANY (ARRAY['used'::text, 'void'::text, 'lost'::text])))
);

ALTER TABLE public.receipt_slip ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.receipt_slip_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.reconciliation_decision (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    line_id bigint,
    payment_id bigint,
    deed text NOT NULL,
    reason text NOT NULL,
    facts jsonb DEFAULT '{}'::jsonb NOT NULL,
    decided_by bigint,
    decided_at timestamp with time zone NOT NULL,
    CONSTRAINT decision_deed_is_known CHECK ((deed = ANY (ARRAY['assign'::text, 'split'::text, 'credit'::text, 'refund'::text, 'not_ours'::text, 'note'::text, 'pair'::text, 'undo'::text, 'explain'::text]))),
    CONSTRAINT decision_has_a_reason CHECK ((NOT (reason = ''::text))),
    CONSTRAINT decision_is_about_something CHECK (((line_id IS NOT NULL) OR (payment_id IS NOT NULL)))
);

ALTER TABLE public.reconciliation_decision ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reconciliation_decision_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.reconciliation_rule (
    facility_id bigint NOT NULL,
    books_by text NOT NULL,
    changed_by bigint,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT reconciliation_rule_is_known CHECK ((books_by = ANY (ARRAY['paid'::text, 'arrived'::text])))
);

CREATE TABLE public.refund (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    code text DEFAULT ''::text NOT NULL,
    merchant_id bigint NOT NULL,
    channel text NOT NULL,
    method text NOT NULL,
    way text NOT NULL,
    reference text NOT NULL,
    amount_vnd bigint NOT NULL,
    alone_limit_vnd bigint NOT NULL,
    reason text NOT NULL,
    state text NOT NULL,
    payee_bin text DEFAULT ''::text NOT NULL,
    payee_account text DEFAULT ''::text NOT NULL,
    payee_name text DEFAULT ''::text NOT NULL,
    asked_by bigint,
    by_payer boolean DEFAULT false NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    approved_by bigint,
    approved_at timestamp with time zone,
    sent_at timestamp with time zone,
    next_ask_at timestamp with time zone,
    asks smallint DEFAULT 0 NOT NULL,
    handed_over_by bigint,
    handed_over_at timestamp with time zone,
    document text DEFAULT ''::text NOT NULL,
    verdict text DEFAULT ''::text NOT NULL,
    provider_reference text DEFAULT ''::text NOT NULL,
    status text DEFAULT ''::text NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    needs_person boolean DEFAULT false NOT NULL,
    closed_at timestamp with time zone,
    payment_id bigint NOT NULL,
    CONSTRAINT refund_above_the_limit_has_two_persons CHECK (((state = ANY (ARRAY['asked'::text, 'withdrawn'::text])) OR ((amount_vnd <= alone_limit_vnd) AND (approved_by IS NOT NULL)) OR ((approved_by IS NOT NULL) AND (asked_by IS NOT NULL) AND (NOT ((approved_by = asked_by) AND (approved_by IS NOT NULL) AND (asked_by IS NOT NULL)))))),
    CONSTRAINT refund_by_hand_has_a_document CHECK (((handed_over_at IS NULL) OR ((handed_over_by IS NOT NULL) AND (NOT (document = ''::text))))),
    CONSTRAINT refund_by_transfer_names_its_account CHECK (((NOT (way = 'transfer'::text)) OR ((NOT (payee_account = ''::text)) AND (NOT (payee_name = ''::text)) AND (NOT (payee_bin = ''::text))))),
    CONSTRAINT refund_has_a_reason CHECK ((NOT (reason = ''::text))),
    CONSTRAINT refund_is_of_money CHECK ((amount_vnd > 0)),
    CONSTRAINT refund_state_is_known CHECK ((state = ANY (ARRAY['asked'::text, 'approved'::text, 'sent'::text, 'refunded'::text, 'failed'::text, 'reversed'::text, 'withdrawn'::text]))),
    CONSTRAINT refund_verdict_is_known CHECK ((verdict = ANY (ARRAY[''::text, 'went'::text, 'stayed'::text]))),
    CONSTRAINT refund_way_is_known CHECK ((way = ANY (ARRAY['provider'::text, 'transfer'::text, 'cash'::text, 'reversal'::text])))
);

CREATE TABLE public.refund_limit (
    facility_id bigint NOT NULL,
    alone_vnd bigint NOT NULL,
    CONSTRAINT refund_limit_is_not_negative CHECK ((alone_vnd >= 0))
);

CREATE TABLE public.registration (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    quantity integer,
    percent integer DEFAULT 100 NOT NULL,
    from_on date NOT NULL,
    until_on date NOT NULL,
    beneficiary_id bigint NOT NULL,
    fee_item_id bigint NOT NULL,
    CONSTRAINT registration_ends_after_it_begins CHECK ((until_on >= from_on)),
    CONSTRAINT registration_percent_is_one_to_a_thousand CHECK (((percent >= 1) AND (percent <= 1000))),
    CONSTRAINT registration_quantity_is_one_to_a_thousand CHECK (((quantity IS NULL) OR ((quantity >= 1) AND (quantity <= 1000))))
);

ALTER TABLE public.registration ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.registration_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.reminder_plan (
    facility_id bigint NOT NULL,
    is_on boolean NOT NULL,
    before_days smallint,
    on_due boolean NOT NULL,
    after_days smallint,
    last_days smallint,
    quiet_from time without time zone NOT NULL,
    quiet_until time without time zone NOT NULL,
    rests_on_sunday boolean NOT NULL,
    ways text[] NOT NULL,
    contact_name text DEFAULT ''::text NOT NULL,
    contact_phone text DEFAULT ''::text NOT NULL,
    set_by bigint,
    set_at timestamp with time zone NOT NULL,
    CONSTRAINT reminder_plan_days_are_in_reach CHECK ((((before_days IS NULL) OR ((before_days >= 1) AND (before_days <= 60))) AND ((after_days IS NULL) OR ((after_days >= 1) AND (after_days <= 60))) AND ((last_days IS NULL) OR ((last_days >= 1) AND (last_days <= 60))))),
    CONSTRAINT reminder_plan_last_comes_last CHECK (((after_days IS NULL) OR (last_days IS NULL) OR (last_days > after_days))),
    CONSTRAINT reminder_plan_phone_is_digits CHECK (((contact_phone = ''::text) OR (contact_phone ~ '^\+?[0-9 .]{3,20}$'::text))),
    CONSTRAINT reminder_plan_ways_are_known CHECK (((ways <@ ARRAY['mail'::text, 'sms'::text, 'zalo'::text]) AND (NOT (ways = '{}'::text[]))))
);

CREATE TABLE public.report_reminder (
    id bigint NOT NULL,
    nudge text NOT NULL,
    "on" date NOT NULL,
    at timestamp with time zone NOT NULL,
    obligation_id bigint NOT NULL,
    to_agency_id bigint NOT NULL,
    CONSTRAINT report_reminder_is_of_a_known_kind CHECK ((nudge = ANY (ARRAY['before_5'::text, 'before_2'::text, 'before_0'::text, 'late_reporter'::text, 'late_head'::text, 'late_chairman'::text])))
);

ALTER TABLE public.report_reminder ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.report_reminder_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.run_closing (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    bills integer NOT NULL,
    owing integer NOT NULL,
    due_vnd bigint NOT NULL,
    credited_vnd bigint NOT NULL,
    paid_vnd bigint NOT NULL,
    rest_vnd bigint NOT NULL,
    closed_at timestamp with time zone NOT NULL,
    closed_by text NOT NULL,
    reopened_at timestamp with time zone,
    reopened_by text DEFAULT ''::text NOT NULL,
    reopened_reason text DEFAULT ''::text NOT NULL,
    run_id bigint NOT NULL,
    CONSTRAINT closing_counts_fit CHECK (((bills >= 0) AND (credited_vnd >= 0) AND (owing >= 0) AND (owing <= bills))),
    CONSTRAINT closing_is_opened_again_for_a_reason CHECK ((((reopened_at IS NULL) AND (reopened_reason = ''::text)) OR ((reopened_at IS NOT NULL) AND (NOT (reopened_reason = ''::text))))),
    CONSTRAINT closing_rest_is_due_less_paid CHECK ((rest_vnd = (due_vnd - paid_vnd)))
);

ALTER TABLE public.run_closing ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.run_closing_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.run_item (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    quantity integer NOT NULL,
    unit_price_vnd bigint NOT NULL,
    is_by_registration boolean NOT NULL,
    is_billed boolean DEFAULT true NOT NULL,
    fee_item_id bigint NOT NULL,
    run_id bigint NOT NULL,
    CONSTRAINT run_item_price_is_not_negative CHECK ((unit_price_vnd >= 0)),
    CONSTRAINT run_item_quantity_is_positive CHECK ((quantity > 0))
);

ALTER TABLE public.run_item ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.run_item_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.school_sheet (
    id bigint NOT NULL,
    school_year text NOT NULL,
    file_name text NOT NULL,
    digest text NOT NULL,
    content bytea NOT NULL,
    state text NOT NULL,
    uploaded_by bigint,
    uploaded_at timestamp with time zone NOT NULL,
    facility_id bigint NOT NULL,
    run_id bigint,
    CONSTRAINT school_sheet_digest_has_its_form CHECK ((digest ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT school_sheet_has_a_run_once_saved CHECK (((run_id IS NULL) OR (state = 'saved'::text))),
    CONSTRAINT school_sheet_is_kept_only_while_it_waits CHECK ((((state = 'waiting'::text) AND (NOT (content = '\x'::bytea))) OR ((NOT (state = 'waiting'::text)) AND (content = '\x'::bytea)))),
    CONSTRAINT school_sheet_state_is_known CHECK ((state = ANY (ARRAY['waiting'::text, 'saved'::text])))
);

ALTER TABLE public.school_sheet ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.school_sheet_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sealed_transfer (
    transfer_id bigint NOT NULL,
    facility_id bigint NOT NULL,
    sha256 bytea NOT NULL,
    seal_id bigint NOT NULL,
    CONSTRAINT sealed_transfer_hash_has_32_bytes CHECK ((length(sha256) = 32))
);

CREATE TABLE public.settled_row (
    row_id bigint NOT NULL,
    facility_id bigint NOT NULL,
    payment_id bigint,
    refund_id bigint,
    outcome text NOT NULL,
    matched_at timestamp with time zone NOT NULL,
    CONSTRAINT settled_row_outcome_is_known CHECK ((outcome = ANY (ARRAY['waiting'::text, 'matched'::text, 'matched_other_day'::text, 'only_ours'::text, 'only_theirs'::text, 'amount_differs'::text, 'duplicate'::text, 'reversed'::text, 'to_look_at'::text, 'not_ours'::text])))
);

CREATE TABLE public.settlement (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    channel text NOT NULL,
    reference text NOT NULL,
    settled_on date NOT NULL,
    gross_vnd bigint NOT NULL,
    fee_vnd bigint NOT NULL,
    net_vnd bigint NOT NULL,
    file_id bigint NOT NULL,
    CONSTRAINT settlement_adds_up CHECK (((fee_vnd >= 0) AND (net_vnd = (gross_vnd - fee_vnd)))),
    CONSTRAINT settlement_has_a_reference CHECK (((NOT (reference = ''::text)) AND (NOT (channel = ''::text))))
);

ALTER TABLE public.settlement ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.settlement_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.settlement_row (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    place integer NOT NULL,
    kind text NOT NULL,
    provider_reference text NOT NULL,
    our_reference text DEFAULT ''::text NOT NULL,
    text text DEFAULT ''::text NOT NULL,
    paid_at timestamp with time zone,
    gross_vnd bigint NOT NULL,
    fee_vnd bigint NOT NULL,
    net_vnd bigint NOT NULL,
    raw jsonb DEFAULT '{}'::jsonb NOT NULL,
    settlement_id bigint NOT NULL,
    CONSTRAINT settlement_row_adds_up CHECK ((net_vnd = (gross_vnd - fee_vnd))),
    CONSTRAINT settlement_row_kind_is_known CHECK ((kind = ANY (ARRAY['payment'::text, 'refund'::text, 'chargeback'::text, 'other'::text])))
);

ALTER TABLE public.settlement_row ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.settlement_row_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sheet_mapping (
    id bigint NOT NULL,
    signature text NOT NULL,
    heads jsonb NOT NULL,
    meanings jsonb NOT NULL,
    saved_by bigint,
    saved_at timestamp with time zone NOT NULL,
    facility_id bigint NOT NULL,
    CONSTRAINT sheet_mapping_signature_has_its_form CHECK ((signature ~ '^[0-9a-f]{64}$'::text))
);

ALTER TABLE public.sheet_mapping ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sheet_mapping_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.staff_assignment (
    id bigint NOT NULL,
    role text NOT NULL,
    agency_id bigint,
    facility_id bigint,
    place_id bigint,
    user_id bigint NOT NULL,
    class_name text DEFAULT ''::text NOT NULL,
    CONSTRAINT assignment_is_over_one_branch CHECK ((((agency_id IS NULL) AND (facility_id IS NOT NULL) AND (place_id IS NULL)) OR ((agency_id IS NULL) AND (facility_id IS NULL) AND (place_id IS NOT NULL)) OR ((agency_id IS NOT NULL) AND (facility_id IS NULL) AND (place_id IS NULL)))),
    CONSTRAINT assignment_of_a_class_is_a_teachers CHECK ((((facility_id IS NOT NULL) AND (role = 'teacher'::text)) OR ((NOT (role = 'teacher'::text)) AND (class_name = ''::text)))),
    CONSTRAINT assignment_of_a_teacher_names_a_class CHECK (((NOT (role = 'teacher'::text)) OR (NOT (class_name = ''::text)))),
    CONSTRAINT assignment_role_is_known CHECK ((role = ANY (ARRAY['accountant'::text, 'cashier'::text, 'head'::text, 'teacher'::text, 'officer'::text, 'chairman'::text, 'operator'::text])))
);

ALTER TABLE public.staff_assignment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.staff_assignment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.staff_user (
    id bigint NOT NULL,
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    is_superuser boolean NOT NULL,
    username character varying(150) NOT NULL,
    email character varying(254) NOT NULL,
    is_staff boolean NOT NULL,
    is_active boolean NOT NULL,
    date_joined timestamp with time zone NOT NULL,
    full_name text NOT NULL
);

ALTER TABLE public.staff_user ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.staff_user_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.statement (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    place smallint NOT NULL,
    account text NOT NULL,
    kind text NOT NULL,
    number text DEFAULT ''::text NOT NULL,
    opening_vnd bigint,
    closing_vnd bigint,
    in_vnd bigint NOT NULL,
    out_vnd bigint NOT NULL,
    from_on date NOT NULL,
    to_on date NOT NULL,
    file_id bigint CONSTRAINT statement_file_id_not_null1 NOT NULL,
    CONSTRAINT statement_adds_up CHECK (((in_vnd >= 0) AND (out_vnd >= 0) AND ((opening_vnd IS NULL) OR (closing_vnd IS NULL) OR (closing_vnd = ((opening_vnd + in_vnd) - out_vnd))))),
    CONSTRAINT statement_days_are_in_order CHECK ((from_on <= to_on)),
    CONSTRAINT statement_kind_is_known CHECK ((kind = ANY (ARRAY['notice'::text, 'intraday'::text, 'end_of_day'::text, 'sheet'::text]))),
    CONSTRAINT statement_names_its_account CHECK ((NOT (account = ''::text)))
);

CREATE TABLE public.statement_file (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    source text NOT NULL,
    name text NOT NULL,
    format text NOT NULL,
    profile text DEFAULT ''::text NOT NULL,
    sha256 bytea NOT NULL,
    size_bytes bigint NOT NULL,
    lines integer NOT NULL,
    new_lines integer NOT NULL,
    taken_by bigint,
    taken_at timestamp with time zone NOT NULL,
    CONSTRAINT statement_file_counts_its_lines CHECK (((lines >= new_lines) AND (new_lines >= 0) AND (size_bytes > 0))),
    CONSTRAINT statement_file_has_a_name CHECK (((NOT (name = ''::text)) AND (NOT (format = ''::text)))),
    CONSTRAINT statement_file_source_is_known CHECK ((source = ANY (ARRAY['bank'::text, 'provider'::text])))
);

ALTER TABLE public.statement_file ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.statement_file_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.statement ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.statement_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.task_comment (
    id bigint NOT NULL,
    text text NOT NULL,
    by text NOT NULL,
    user_id bigint,
    at timestamp with time zone NOT NULL,
    agency_id bigint NOT NULL,
    item_id bigint NOT NULL,
    CONSTRAINT task_comment_is_not_empty CHECK ((NOT (text = ''::text))),
    CONSTRAINT task_comment_is_somebodys CHECK ((NOT (by = ''::text)))
);

ALTER TABLE public.task_comment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.task_comment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.task_funding (
    id bigint NOT NULL,
    source text NOT NULL,
    amount_vnd bigint NOT NULL,
    document text DEFAULT ''::text NOT NULL,
    by text NOT NULL,
    at timestamp with time zone NOT NULL,
    struck_reason text DEFAULT ''::text NOT NULL,
    struck_at timestamp with time zone,
    agency_id bigint NOT NULL,
    item_id bigint NOT NULL,
    CONSTRAINT task_funding_has_a_source CHECK (((NOT (source = ''::text)) AND (NOT (by = ''::text)))),
    CONSTRAINT task_funding_is_of_some_money CHECK ((amount_vnd > 0)),
    CONSTRAINT task_funding_is_struck_for_a_reason CHECK ((((struck_at IS NULL) AND (struck_reason = ''::text)) OR ((struck_at IS NOT NULL) AND (NOT (struck_reason = ''::text)))))
);

ALTER TABLE public.task_funding ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.task_funding_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.task_item (
    id bigint NOT NULL,
    plan_id text NOT NULL,
    task_id text NOT NULL,
    due_on date,
    due_is_set boolean DEFAULT false NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    place_id bigint NOT NULL,
    CONSTRAINT task_item_is_of_a_plan CHECK (((NOT (plan_id = ''::text)) AND (NOT (task_id = ''::text)))),
    CONSTRAINT task_item_set_due_is_a_day CHECK (((NOT due_is_set) OR (due_on IS NOT NULL)))
);

ALTER TABLE public.task_item ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.task_item_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.task_part (
    id bigint NOT NULL,
    code text NOT NULL,
    state text NOT NULL,
    percent smallint DEFAULT 0 NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    evidence text DEFAULT ''::text NOT NULL,
    evidence_url text DEFAULT ''::text NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    agency_id bigint NOT NULL,
    item_id bigint NOT NULL,
    CONSTRAINT task_part_evidence_is_a_web_address CHECK (((evidence_url = ''::text) OR (evidence_url ~~ 'https://%'::text) OR (evidence_url ~~ 'http://%'::text))),
    CONSTRAINT task_part_is_confirmed_with_evidence CHECK (((NOT (state = 'confirmed'::text)) OR (NOT (evidence = ''::text)))),
    CONSTRAINT task_part_percent_fits_its_state CHECK ((((percent = 0) AND (state = 'not_started'::text)) OR ((percent >= 0) AND (percent < 100) AND (state = 'doing'::text)) OR ((percent = 100) AND (state = ANY (ARRAY['done'::text, 'confirmed'::text])))))
);

ALTER TABLE public.task_part ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.task_part_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.task_step (
    id bigint NOT NULL,
    old_state text NOT NULL,
    new_state text NOT NULL,
    percent smallint NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    by text NOT NULL,
    user_id bigint,
    at timestamp with time zone NOT NULL,
    agency_id bigint NOT NULL,
    part_id bigint NOT NULL,
    CONSTRAINT task_step_is_somebodys CHECK ((NOT (by = ''::text))),
    CONSTRAINT task_step_states_are_known CHECK (((new_state = ANY (ARRAY['not_started'::text, 'doing'::text, 'done'::text, 'confirmed'::text])) AND (old_state = ANY (ARRAY['not_started'::text, 'doing'::text, 'done'::text, 'confirmed'::text]))))
);

ALTER TABLE public.task_step ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.task_step_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.task_support (
    id bigint NOT NULL,
    code text NOT NULL,
    agency_id bigint NOT NULL,
    item_id bigint NOT NULL
);

ALTER TABLE public.task_support ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.task_support_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.telling (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    level text NOT NULL,
    amount_vnd bigint NOT NULL,
    told_at timestamp with time zone NOT NULL,
    told_by bigint,
    bill_id bigint NOT NULL,
    letter_id bigint NOT NULL,
    CONSTRAINT telling_is_of_money CHECK ((amount_vnd > 0)),
    CONSTRAINT telling_level_is_known CHECK ((level = ANY (ARRAY['notice'::text, 'before'::text, 'due'::text, 'after'::text, 'last'::text])))
);

ALTER TABLE public.telling ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.telling_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.terminal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.terminal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.told_before (
    heard_id bigint NOT NULL,
    facility_id bigint NOT NULL,
    line_heard_id bigint NOT NULL
);

CREATE TABLE public.transfer (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    recipe text NOT NULL,
    debit_account_id bigint NOT NULL,
    credit_account_id bigint NOT NULL,
    amount_vnd bigint NOT NULL,
    reference text NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    booked_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    corrects_id bigint,
    CONSTRAINT transfer_amount_is_positive CHECK ((amount_vnd > 0)),
    CONSTRAINT transfer_is_between_two_accounts CHECK ((NOT (debit_account_id = credit_account_id))),
    CONSTRAINT transfer_names_its_recipe CHECK ((NOT (recipe = ''::text))),
    CONSTRAINT transfer_names_its_reference CHECK ((NOT (reference = ''::text)))
);

ALTER TABLE public.transfer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.transfer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.tries (
    name text NOT NULL,
    spent integer NOT NULL,
    ends_at timestamp with time zone NOT NULL
);

CREATE TABLE public.uploaded_workbook (
    id bigint NOT NULL,
    school_year text NOT NULL,
    file_name text NOT NULL,
    digest text NOT NULL,
    content bytea NOT NULL,
    preview jsonb NOT NULL,
    state text NOT NULL,
    uploaded_by bigint,
    uploaded_at timestamp with time zone NOT NULL,
    facility_id bigint NOT NULL,
    run_id bigint,
    CONSTRAINT upload_digest_has_its_form CHECK ((digest ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT upload_has_a_run_once_confirmed CHECK (((state = 'confirmed'::text) OR (run_id IS NULL))),
    CONSTRAINT upload_is_kept_only_while_it_waits CHECK ((((state = 'waiting'::text) AND (NOT (content = '\x'::bytea))) OR ((NOT (state = 'waiting'::text)) AND (content = '\x'::bytea)))),
    CONSTRAINT upload_state_is_known CHECK ((state = ANY (ARRAY['waiting'::text, 'faulty'::text, 'confirmed'::text])))
);

ALTER TABLE public.uploaded_workbook ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.uploaded_workbook_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.webhook_delivery (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    message_id text NOT NULL,
    event text NOT NULL,
    body text NOT NULL,
    state text NOT NULL,
    tries integer NOT NULL,
    next_try_at timestamp with time zone,
    last_status smallint,
    last_error text NOT NULL,
    took_ms integer,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    endpoint_id bigint NOT NULL,
    CONSTRAINT delivery_body_is_not_large CHECK ((octet_length(body) <= 65536)),
    CONSTRAINT delivery_event_is_known CHECK ((event = ANY (ARRAY['bill.paid'::text, 'bill.part_paid'::text, 'bill.cancelled'::text, 'payment.received'::text, 'refund.done'::text]))),
    CONSTRAINT delivery_state_fits_its_next_try CHECK ((((ended_at IS NULL) AND (next_try_at IS NOT NULL) AND (state = ANY (ARRAY['waiting'::text, 'failed'::text]))) OR ((ended_at IS NOT NULL) AND (next_try_at IS NULL) AND (state = ANY (ARRAY['delivered'::text, 'given_up'::text]))))),
    CONSTRAINT delivery_tries_count_up CHECK ((tries >= 0))
);

ALTER TABLE public.webhook_delivery ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.webhook_delivery_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.webhook_endpoint (
    id bigint NOT NULL,
    url text NOT NULL,
    sealed bytea NOT NULL,
    events text[] NOT NULL,
    is_active boolean NOT NULL,
    disabled_reason text NOT NULL,
    created_by bigint,
    created_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    busy_until timestamp with time zone,
    facility_id bigint NOT NULL,
    CONSTRAINT webhook_events_are_known CHECK (((events <@ ARRAY['bill.paid'::text, 'bill.part_paid'::text, 'bill.cancelled'::text, 'payment.received'::text, 'refund.done'::text]) AND (NOT (events = '{}'::text[])))),
    CONSTRAINT webhook_is_disabled_for_a_reason CHECK ((((disabled_reason = ''::text) AND is_active) OR ((NOT is_active) AND (NOT (disabled_reason = ''::text))))),
    CONSTRAINT webhook_removed_is_not_active CHECK (((closed_at IS NULL) OR (NOT is_active))),
    CONSTRAINT webhook_url_has_its_form CHECK ((url ~ '^https?://[^ ]+$'::text))
);

ALTER TABLE public.webhook_endpoint ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.webhook_endpoint_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE ONLY public.adjustment_line
    ADD CONSTRAINT adjustment_line_bill_line_id_key UNIQUE (bill_line_id);

ALTER TABLE ONLY public.adjustment_line
    ADD CONSTRAINT adjustment_line_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.adjustment
    ADD CONSTRAINT adjustment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.agency
    ADD CONSTRAINT agency_name_is_unique_in_its_place UNIQUE NULLS NOT DISTINCT (name, place_id);

ALTER TABLE ONLY public.agency
    ADD CONSTRAINT agency_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_prefix_is_unique UNIQUE (prefix);

ALTER TABLE ONLY public.staff_assignment
    ADD CONSTRAINT assignment_is_given_once UNIQUE NULLS NOT DISTINCT (user_id, role, facility_id, place_id, agency_id, class_name);

ALTER TABLE ONLY public.attempt
    ADD CONSTRAINT attempt_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.attempt
    ADD CONSTRAINT attempt_reference_is_used_once UNIQUE (merchant_id, reference);

ALTER TABLE ONLY public.attempt_step
    ADD CONSTRAINT attempt_step_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.bank_credit
    ADD CONSTRAINT bank_credit_is_booked_once UNIQUE (facility_id, account, bank_reference, amount_vnd);

ALTER TABLE ONLY public.bank_credit
    ADD CONSTRAINT bank_credit_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.bank_line
    ADD CONSTRAINT bank_line_is_kept_once UNIQUE (facility_id, account, booked_on, direction, amount_vnd, ordinal);

ALTER TABLE ONLY public.bank_line
    ADD CONSTRAINT bank_line_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.basket
    ADD CONSTRAINT basket_code_is_unique UNIQUE (code);

ALTER TABLE ONLY public.basket_line
    ADD CONSTRAINT basket_holds_a_bill_once UNIQUE (basket_id, bill_id);

ALTER TABLE ONLY public.basket_line
    ADD CONSTRAINT basket_line_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.basket
    ADD CONSTRAINT basket_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.basket_line
    ADD CONSTRAINT basket_place_is_taken_once UNIQUE (basket_id, place);

ALTER TABLE ONLY public.beneficiary_account
    ADD CONSTRAINT beneficiary_account_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.beneficiary
    ADD CONSTRAINT beneficiary_code_is_unique_in_facility UNIQUE (facility_id, code);

ALTER TABLE ONLY public.beneficiary
    ADD CONSTRAINT beneficiary_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.bill
    ADD CONSTRAINT bill_code_is_unique UNIQUE (code);

ALTER TABLE ONLY public.bill_line
    ADD CONSTRAINT bill_line_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.bill
    ADD CONSTRAINT bill_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.book_foot
    ADD CONSTRAINT book_foot_pkey PRIMARY KEY (facility_id);

ALTER TABLE ONLY public.book_layout
    ADD CONSTRAINT book_layout_is_one_a_book UNIQUE (facility_id, book);

ALTER TABLE ONLY public.book_layout
    ADD CONSTRAINT book_layout_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.carried_arrear
    ADD CONSTRAINT carried_arrear_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cash_deposit
    ADD CONSTRAINT cash_deposit_is_written_down_once UNIQUE (facility_id, account, document);

ALTER TABLE ONLY public.cash_deposit
    ADD CONSTRAINT cash_deposit_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.charge_back
    ADD CONSTRAINT charge_back_pkey PRIMARY KEY (refund_id);

ALTER TABLE ONLY public.charge
    ADD CONSTRAINT charge_is_planned_once UNIQUE (run_id, beneficiary_id, fee_item_id);

ALTER TABLE ONLY public.charge
    ADD CONSTRAINT charge_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.class_allowance
    ADD CONSTRAINT class_allowance_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.closed_bill
    ADD CONSTRAINT closed_bill_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.closed_bill
    ADD CONSTRAINT closing_lists_a_bill_once UNIQUE (closing_id, bill_id);

ALTER TABLE ONLY public.collection_run
    ADD CONSTRAINT collection_run_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.column_profile
    ADD CONSTRAINT column_profile_name_is_used_once UNIQUE (facility_id, name);

ALTER TABLE ONLY public.column_profile
    ADD CONSTRAINT column_profile_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.coupon_return
    ADD CONSTRAINT coupon_return_line_id_key UNIQUE (line_id);

ALTER TABLE ONLY public.coupon_return
    ADD CONSTRAINT coupon_return_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.credit_payout
    ADD CONSTRAINT credit_payout_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.credit
    ADD CONSTRAINT credit_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.credit_rule
    ADD CONSTRAINT credit_rule_pkey PRIMARY KEY (facility_id);

ALTER TABLE ONLY public.credit_use
    ADD CONSTRAINT credit_use_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.declaration_evidence
    ADD CONSTRAINT declaration_evidence_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.declaration_flag
    ADD CONSTRAINT declaration_flag_is_one_a_rule UNIQUE (declaration_id, rule, item);

ALTER TABLE ONLY public.declaration_flag
    ADD CONSTRAINT declaration_flag_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.declaration
    ADD CONSTRAINT declaration_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.declaration
    ADD CONSTRAINT declaration_revision_is_one UNIQUE (facility_id, month, revision);

ALTER TABLE ONLY public.declared_value
    ADD CONSTRAINT declared_value_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.webhook_delivery
    ADD CONSTRAINT delivery_message_is_sent_once UNIQUE (endpoint_id, message_id);

ALTER TABLE ONLY public.difficulty
    ADD CONSTRAINT difficulty_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.exemption
    ADD CONSTRAINT exemption_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.exemption
    ADD CONSTRAINT exemptions_of_an_item_do_not_overlap EXCLUDE USING gist (beneficiary_id WITH =, fee_item_id WITH =, daterange(from_on, until_on) WITH &&);

ALTER TABLE ONLY public.facility_area
    ADD CONSTRAINT facility_area_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.facility
    ADD CONSTRAINT facility_code_key UNIQUE (code);

ALTER TABLE ONLY public.facility_area
    ADD CONSTRAINT facility_has_one_area_class_at_a_time EXCLUDE USING gist (facility_id WITH =, valid WITH &&);

ALTER TABLE ONLY public.facility_place
    ADD CONSTRAINT facility_is_in_one_place_at_a_time EXCLUDE USING gist (facility_id WITH =, valid WITH &&);

ALTER TABLE ONLY public.facility
    ADD CONSTRAINT facility_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.facility_place
    ADD CONSTRAINT facility_place_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.family_code
    ADD CONSTRAINT family_code_is_of_one_asker UNIQUE (asker_key);

ALTER TABLE ONLY public.family_code
    ADD CONSTRAINT family_code_pkey PRIMARY KEY (phone);

ALTER TABLE ONLY public.family_known
    ADD CONSTRAINT family_known_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.family_known
    ADD CONSTRAINT family_knows_a_person_once UNIQUE (device_key, beneficiary_id);

ALTER TABLE ONLY public.family_session
    ADD CONSTRAINT family_session_pkey PRIMARY KEY (session_key);

ALTER TABLE ONLY public.fee_agreement
    ADD CONSTRAINT fee_agreement_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.fee_ceiling
    ADD CONSTRAINT fee_ceiling_is_one_a_day EXCLUDE USING gist (place_id WITH =, code WITH =, level WITH =, area WITH =, valid WITH &&);

ALTER TABLE ONLY public.fee_ceiling
    ADD CONSTRAINT fee_ceiling_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.fee_count
    ADD CONSTRAINT fee_count_is_one_a_kind UNIQUE (facility_id, month, kind);

ALTER TABLE ONLY public.fee_count
    ADD CONSTRAINT fee_count_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.fee_count_stale
    ADD CONSTRAINT fee_count_stale_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.fee_item
    ADD CONSTRAINT fee_item_code_is_unique UNIQUE (facility_id, school_year, code);

ALTER TABLE ONLY public.fee_item
    ADD CONSTRAINT fee_item_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.filing_figure
    ADD CONSTRAINT filing_figure_is_one_a_target UNIQUE (filing_id, target_id);

ALTER TABLE ONLY public.filing_figure
    ADD CONSTRAINT filing_figure_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.filing
    ADD CONSTRAINT filing_number_is_used_once UNIQUE (obligation_id, number);

ALTER TABLE ONLY public.filing
    ADD CONSTRAINT filing_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.filing_source
    ADD CONSTRAINT filing_source_is_named_once UNIQUE (filing_id, obligation_id);

ALTER TABLE ONLY public.filing_source
    ADD CONSTRAINT filing_source_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.filing_step
    ADD CONSTRAINT filing_step_number_is_used_once UNIQUE (filing_id, number);

ALTER TABLE ONLY public.filing_step
    ADD CONSTRAINT filing_step_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.hand_over
    ADD CONSTRAINT hand_over_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.heard_otherwise
    ADD CONSTRAINT heard_otherwise_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.heard
    ADD CONSTRAINT heard_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.heard
    ADD CONSTRAINT heard_reference_is_heard_once UNIQUE (channel, merchant_id, provider_reference);

ALTER TABLE ONLY public.heard_set_aside
    ADD CONSTRAINT heard_set_aside_pkey PRIMARY KEY (heard_id);

ALTER TABLE ONLY public.heard_waiting
    ADD CONSTRAINT heard_waiting_pkey PRIMARY KEY (heard_id);

ALTER TABLE ONLY public.insurance_handover
    ADD CONSTRAINT insurance_handover_is_numbered_once UNIQUE (run_id, number);

ALTER TABLE ONLY public.insurance_handover
    ADD CONSTRAINT insurance_handover_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.insurance_left_out
    ADD CONSTRAINT insurance_left_out_is_named_once UNIQUE (handover_id, beneficiary_id);

ALTER TABLE ONLY public.insurance_left_out
    ADD CONSTRAINT insurance_left_out_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.insurance_row
    ADD CONSTRAINT insurance_name_is_told_once UNIQUE (run_id, beneficiary_id, turn);

ALTER TABLE ONLY public.insurance_note
    ADD CONSTRAINT insurance_note_is_one_a_pupil UNIQUE (run_id, beneficiary_id);

ALTER TABLE ONLY public.insurance_note
    ADD CONSTRAINT insurance_note_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.insurance_row
    ADD CONSTRAINT insurance_row_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.insurance_row
    ADD CONSTRAINT insurance_row_place_is_taken_once UNIQUE (handover_id, place);

ALTER TABLE ONLY public.invoice_account
    ADD CONSTRAINT invoice_account_pkey PRIMARY KEY (facility_id);

ALTER TABLE ONLY public.invoice
    ADD CONSTRAINT invoice_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.kept_answer
    ADD CONSTRAINT kept_answer_is_one_a_key UNIQUE (api_key_id, key);

ALTER TABLE ONLY public.kept_answer
    ADD CONSTRAINT kept_answer_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.kitchen_count
    ADD CONSTRAINT kitchen_count_is_one_a_day UNIQUE (meal_id, meal_on, class_name);

ALTER TABLE ONLY public.kitchen_count
    ADD CONSTRAINT kitchen_count_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ledger_account
    ADD CONSTRAINT ledger_account_is_unique UNIQUE (facility_id, kind, detail);

ALTER TABLE ONLY public.ledger_account
    ADD CONSTRAINT ledger_account_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.letter
    ADD CONSTRAINT letter_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.line_match
    ADD CONSTRAINT line_match_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.line_match_undone
    ADD CONSTRAINT line_match_undone_pkey PRIMARY KEY (match_id);

ALTER TABLE ONLY public.line_seen
    ADD CONSTRAINT line_seen_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.line_seen
    ADD CONSTRAINT line_stands_once_in_a_statement UNIQUE (statement_id, line_id);

ALTER TABLE ONLY public.line_state
    ADD CONSTRAINT line_state_pkey PRIMARY KEY (line_id);

ALTER TABLE ONLY public.line_trouble
    ADD CONSTRAINT line_trouble_pkey PRIMARY KEY (merchant_id);

ALTER TABLE ONLY public.meal_day
    ADD CONSTRAINT meal_day_is_said_once UNIQUE (facility_id, meal_on, class_name);

ALTER TABLE ONLY public.meal_day
    ADD CONSTRAINT meal_day_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.meal
    ADD CONSTRAINT meal_fee_item_id_key UNIQUE (fee_item_id);

ALTER TABLE ONLY public.meal_settlement
    ADD CONSTRAINT meal_month_is_settled_once UNIQUE (meal_id, month_on);

ALTER TABLE ONLY public.meal
    ADD CONSTRAINT meal_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.meal_roll
    ADD CONSTRAINT meal_roll_is_one_a_day UNIQUE (facility_id, meal_on, class_name);

ALTER TABLE ONLY public.meal_roll
    ADD CONSTRAINT meal_roll_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.meal_rule
    ADD CONSTRAINT meal_rule_pkey PRIMARY KEY (facility_id);

ALTER TABLE ONLY public.meal_settlement_line
    ADD CONSTRAINT meal_settlement_line_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.meal_settlement
    ADD CONSTRAINT meal_settlement_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.meal_tick
    ADD CONSTRAINT meal_tick_is_one_a_day UNIQUE (meal_id, beneficiary_id, meal_on);

ALTER TABLE ONLY public.meal_tick
    ADD CONSTRAINT meal_tick_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.merchant
    ADD CONSTRAINT merchant_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.merchant
    ADD CONSTRAINT merchant_slug_is_unique UNIQUE (channel, slug);

ALTER TABLE ONLY public.method_fee
    ADD CONSTRAINT method_fee_is_one_at_a_time EXCLUDE USING gist (merchant_id WITH =, valid WITH &&);

ALTER TABLE ONLY public.method_fee
    ADD CONSTRAINT method_fee_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.method_incentive
    ADD CONSTRAINT method_incentive_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.month_count
    ADD CONSTRAINT month_count_is_one_a_method UNIQUE (facility_id, month, method);

ALTER TABLE ONLY public.month_count
    ADD CONSTRAINT month_count_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.obligation
    ADD CONSTRAINT obligation_is_owed_once UNIQUE (plan_id, duty_id, agency_id, period_first_on, period_last_on);

ALTER TABLE ONLY public.obligation
    ADD CONSTRAINT obligation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.payment_return
    ADD CONSTRAINT payment_return_is_told_once UNIQUE (refund_id, kind);

ALTER TABLE ONLY public.payment_return
    ADD CONSTRAINT payment_return_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.payout_account
    ADD CONSTRAINT payout_account_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.payout_list
    ADD CONSTRAINT payout_list_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.payout
    ADD CONSTRAINT payout_pays_a_family_once UNIQUE (payout_list_id, beneficiary_id);

ALTER TABLE ONLY public.payout
    ADD CONSTRAINT payout_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.period_closing
    ADD CONSTRAINT period_closing_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.period_seal
    ADD CONSTRAINT period_seal_closing_id_key UNIQUE (closing_id);

ALTER TABLE ONLY public.period_seal
    ADD CONSTRAINT period_seal_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.period_closing
    ADD CONSTRAINT periods_of_a_kind_do_not_overlap EXCLUDE USING gist (facility_id WITH =, kind WITH =, daterange(from_on, to_on, '[]'::text) WITH &&);

ALTER TABLE ONLY public.place
    ADD CONSTRAINT place_code_means_one_place_at_a_time EXCLUDE USING gist (code WITH =, level WITH =, valid WITH &&);

ALTER TABLE ONLY public.place
    ADD CONSTRAINT place_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.place_succession
    ADD CONSTRAINT place_succession_is_said_once UNIQUE (predecessor_id, successor_id);

ALTER TABLE ONLY public.place_succession
    ADD CONSTRAINT place_succession_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_profile
    ADD CONSTRAINT plan_profile_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.platform_listing
    ADD CONSTRAINT platform_is_listed_once_at_a_time EXCLUDE USING gist (platform_id WITH =, list_code WITH =, valid WITH &&);

ALTER TABLE ONLY public.platform
    ADD CONSTRAINT platform_is_there_once UNIQUE (name, vendor);

ALTER TABLE ONLY public.platform_use
    ADD CONSTRAINT platform_is_used_once_at_a_time EXCLUDE USING gist (facility_id WITH =, platform_id WITH =, category WITH =, valid WITH &&) WHERE ((NOT (state = 'refused'::text)));

ALTER TABLE ONLY public.platform_listing
    ADD CONSTRAINT platform_listing_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.platform
    ADD CONSTRAINT platform_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.platform_use
    ADD CONSTRAINT platform_use_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.receipt_book
    ADD CONSTRAINT receipt_book_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.receipt_book
    ADD CONSTRAINT receipt_books_of_a_series_do_not_overlap EXCLUDE USING gist (facility_id WITH =, series WITH =, int4range(first_number, last_number, '[]'::text) WITH &&);

ALTER TABLE ONLY public.receipt_series
    ADD CONSTRAINT receipt_series_is_one_a_year UNIQUE (facility_id, year);

ALTER TABLE ONLY public.receipt_series
    ADD CONSTRAINT receipt_series_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.receipt_slip
    ADD CONSTRAINT receipt_slip_number_is_used_once UNIQUE (book_id, number);

ALTER TABLE ONLY public.receipt_slip
    ADD CONSTRAINT receipt_slip_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.reconciliation_decision
    ADD CONSTRAINT reconciliation_decision_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.reconciliation_rule
    ADD CONSTRAINT reconciliation_rule_pkey PRIMARY KEY (facility_id);

ALTER TABLE ONLY public.refund_limit
    ADD CONSTRAINT refund_limit_pkey PRIMARY KEY (facility_id);

ALTER TABLE ONLY public.refund
    ADD CONSTRAINT refund_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.registration
    ADD CONSTRAINT registration_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.registration
    ADD CONSTRAINT registrations_of_an_item_do_not_overlap EXCLUDE USING gist (beneficiary_id WITH =, fee_item_id WITH =, daterange(from_on, until_on) WITH &&);

ALTER TABLE ONLY public.reminder_plan
    ADD CONSTRAINT reminder_plan_pkey PRIMARY KEY (facility_id);

ALTER TABLE ONLY public.report_reminder
    ADD CONSTRAINT report_reminder_is_said_once UNIQUE (obligation_id, nudge);

ALTER TABLE ONLY public.report_reminder
    ADD CONSTRAINT report_reminder_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.bill
    ADD CONSTRAINT run_bills_a_beneficiary_once UNIQUE (run_id, beneficiary_id);

ALTER TABLE ONLY public.run_item
    ADD CONSTRAINT run_bills_an_item_by_one_rule UNIQUE (run_id, fee_item_id);

ALTER TABLE ONLY public.run_closing
    ADD CONSTRAINT run_closing_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.run_item
    ADD CONSTRAINT run_item_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.collection_run
    ADD CONSTRAINT run_name_is_unique UNIQUE (facility_id, name);

ALTER TABLE ONLY public.school_sheet
    ADD CONSTRAINT school_sheet_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.period_seal
    ADD CONSTRAINT seal_number_is_unique UNIQUE (facility_id, number);

ALTER TABLE ONLY public.sealed_transfer
    ADD CONSTRAINT sealed_transfer_pkey PRIMARY KEY (transfer_id);

ALTER TABLE ONLY public.settled_row
    ADD CONSTRAINT settled_row_pkey PRIMARY KEY (row_id);

ALTER TABLE ONLY public.meal_settlement_line
    ADD CONSTRAINT settlement_holds_a_child_once UNIQUE (settlement_id, beneficiary_id);

ALTER TABLE ONLY public.settlement
    ADD CONSTRAINT settlement_is_taken_once UNIQUE (facility_id, channel, reference);

ALTER TABLE ONLY public.settlement
    ADD CONSTRAINT settlement_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.settlement_row
    ADD CONSTRAINT settlement_row_has_its_place UNIQUE (settlement_id, place);

ALTER TABLE ONLY public.settlement_row
    ADD CONSTRAINT settlement_row_is_told_once UNIQUE (settlement_id, kind, provider_reference);

ALTER TABLE ONLY public.settlement_row
    ADD CONSTRAINT settlement_row_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sheet_mapping
    ADD CONSTRAINT sheet_mapping_is_one_a_layout UNIQUE (facility_id, signature);

ALTER TABLE ONLY public.sheet_mapping
    ADD CONSTRAINT sheet_mapping_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.staff_assignment
    ADD CONSTRAINT staff_assignment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.staff_user
    ADD CONSTRAINT staff_user_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.staff_user
    ADD CONSTRAINT staff_user_username_key UNIQUE (username);

ALTER TABLE ONLY public.statement_file
    ADD CONSTRAINT statement_file_is_taken_once UNIQUE (facility_id, sha256);

ALTER TABLE ONLY public.statement_file
    ADD CONSTRAINT statement_file_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.statement
    ADD CONSTRAINT statement_has_its_place UNIQUE (file_id, place);

ALTER TABLE ONLY public.statement
    ADD CONSTRAINT statement_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.task_comment
    ADD CONSTRAINT task_comment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.task_funding
    ADD CONSTRAINT task_funding_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.task_item
    ADD CONSTRAINT task_item_is_on_the_board_once UNIQUE (plan_id, task_id, place_id);

ALTER TABLE ONLY public.task_item
    ADD CONSTRAINT task_item_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.task_part
    ADD CONSTRAINT task_part_is_one_a_lead UNIQUE (item_id, agency_id);

ALTER TABLE ONLY public.task_part
    ADD CONSTRAINT task_part_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.task_step
    ADD CONSTRAINT task_step_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.task_support
    ADD CONSTRAINT task_support_is_named_once UNIQUE (item_id, agency_id);

ALTER TABLE ONLY public.task_support
    ADD CONSTRAINT task_support_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.telling
    ADD CONSTRAINT telling_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.terminal
    ADD CONSTRAINT terminal_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.terminal
    ADD CONSTRAINT terminal_poi_id_means_one_at_a_time EXCLUDE USING gist (merchant_id WITH =, poi_id WITH =, valid WITH &&);

ALTER TABLE ONLY public.terminal
    ADD CONSTRAINT terminal_serial_is_in_one_place_at_a_time EXCLUDE USING gist (serial WITH =, valid WITH &&);

ALTER TABLE ONLY public.told_before
    ADD CONSTRAINT told_before_by_one_notification UNIQUE (line_heard_id);

ALTER TABLE ONLY public.told_before
    ADD CONSTRAINT told_before_pkey PRIMARY KEY (heard_id);

ALTER TABLE ONLY public.transfer
    ADD CONSTRAINT transfer_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.tries
    ADD CONSTRAINT tries_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.uploaded_workbook
    ADD CONSTRAINT uploaded_workbook_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.webhook_delivery
    ADD CONSTRAINT webhook_delivery_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.webhook_endpoint
    ADD CONSTRAINT webhook_endpoint_pkey PRIMARY KEY (id);

CREATE INDEX adjustment_by_facility ON public.adjustment USING btree (facility_id, id DESC);

CREATE INDEX adjustment_line_adjustment_id_ba4d968d ON public.adjustment_line USING btree (adjustment_id);

CREATE INDEX adjustment_line_bill_id_4b7c1948 ON public.adjustment_line USING btree (bill_id);

CREATE INDEX agency_place_id_4a72197f ON public.agency USING btree (place_id);

CREATE INDEX agency_successor_id_1e16ecc9 ON public.agency USING btree (successor_id);

CREATE INDEX api_key_facility_id_328f7bd4 ON public.api_key USING btree (facility_id);

CREATE INDEX attempt_by_code ON public.attempt USING btree (code);

CREATE INDEX attempt_by_facility ON public.attempt USING btree (facility_id, id DESC);

CREATE INDEX attempt_by_next_ask ON public.attempt USING btree (next_ask_at) WHERE ((NOT (state = 'confirmed'::text)) AND (next_ask_at IS NOT NULL));

CREATE UNIQUE INDEX attempt_is_one_at_a_time ON public.attempt USING btree (code) WHERE (state = ANY (ARRAY['created'::text, 'pending'::text, 'unknown'::text]));

CREATE INDEX attempt_needing_a_person ON public.attempt USING btree (facility_id) WHERE needs_person;

CREATE INDEX attempt_step_attempt_id_1d425dbb ON public.attempt_step USING btree (attempt_id);

CREATE INDEX bank_line_by_day ON public.bank_line USING btree (facility_id, booked_on);

CREATE INDEX basket_line_bill_id_a7520d65 ON public.basket_line USING btree (bill_id);

CREATE INDEX beneficiary_account_facility_id_ac84b197 ON public.beneficiary_account USING btree (facility_id);

CREATE INDEX beneficiary_by_class ON public.beneficiary USING btree (facility_id, class_name, id);

CREATE INDEX beneficiary_by_payer_phone ON public.beneficiary USING btree (payer_phone) WHERE (payer_phone <> ''::text);

CREATE INDEX beneficiary_by_search_key ON public.beneficiary USING gin (search_key public.gin_trgm_ops);

CREATE INDEX beneficiary_facility_id_3c1e20ef ON public.beneficiary USING btree (facility_id);

CREATE INDEX bill_beneficiary_id_a7fba68f ON public.bill USING btree (beneficiary_id);

CREATE INDEX bill_by_facility ON public.bill USING btree (facility_id, id);

CREATE UNIQUE INDEX bill_external_reference_is_unique ON public.bill USING btree (facility_id, external_reference) WHERE (external_reference IS NOT NULL);

CREATE INDEX bill_line_bill_id_479b613b ON public.bill_line USING btree (bill_id);

CREATE INDEX book_layout_facility_id_bc97b541 ON public.book_layout USING btree (facility_id);

CREATE INDEX carried_arrear_from_bill_id_af2cca93 ON public.carried_arrear USING btree (from_bill_id);

CREATE INDEX carried_arrear_to_bill_id_7d4b2738 ON public.carried_arrear USING btree (to_bill_id);

CREATE INDEX charge_back_payment_id_59c6d78d ON public.charge_back USING btree (payment_id);

CREATE INDEX class_allowance_latest ON public.class_allowance USING btree (facility_id, id DESC);

CREATE INDEX closed_bill_bill_id_30924b70 ON public.closed_bill USING btree (bill_id);

CREATE INDEX closed_bill_closing_id_651f6838 ON public.closed_bill USING btree (closing_id);

CREATE INDEX collection_run_facility_id_86490be2 ON public.collection_run USING btree (facility_id);

CREATE INDEX credit_by_bill ON public.credit USING btree (bill_id) WHERE (bill_id IS NOT NULL);

CREATE INDEX credit_by_family ON public.credit USING btree (facility_id, beneficiary_id);

CREATE INDEX credit_by_payment ON public.credit USING btree (payment_id) WHERE (payment_id IS NOT NULL);

CREATE UNIQUE INDEX credit_of_a_payment_is_kept_once ON public.credit USING btree (payment_id) WHERE (source = ANY (ARRAY['overpaid'::text, 'given'::text]));

CREATE INDEX credit_payout_beneficiary_id_f25ad270 ON public.credit_payout USING btree (beneficiary_id);

CREATE UNIQUE INDEX credit_payout_ends_once ON public.credit_payout USING btree (reference) WHERE (NOT (step = 'asked'::text));

CREATE UNIQUE INDEX credit_payout_is_asked_once ON public.credit_payout USING btree (reference) WHERE (step = 'asked'::text);

CREATE INDEX credit_use_by_bill ON public.credit_use USING btree (bill_id) WHERE (bill_id IS NOT NULL);

CREATE INDEX credit_use_by_reference ON public.credit_use USING btree (reference);

CREATE INDEX credit_use_credit_id_f7e9e3df ON public.credit_use USING btree (credit_id);

CREATE INDEX decision_by_facility ON public.reconciliation_decision USING btree (facility_id, id DESC);

CREATE INDEX decision_by_line ON public.reconciliation_decision USING btree (line_id);

CREATE INDEX decision_by_payment ON public.reconciliation_decision USING btree (payment_id);

CREATE INDEX declaration_by_month ON public.declaration USING btree (month, state);

CREATE INDEX declaration_counted ON public.declaration USING btree (facility_id, month, revision) WHERE (state = ANY (ARRAY['verified'::text, 'approved'::text]));

CREATE INDEX declaration_evidence_declaration_id_b843dee1 ON public.declaration_evidence USING btree (declaration_id);

CREATE UNIQUE INDEX declared_value_is_one_an_item ON public.declared_value USING btree (declaration_id, item) INCLUDE (value);

CREATE INDEX delivery_at_its_end ON public.webhook_delivery USING btree (ended_at) WHERE (ended_at IS NOT NULL);

CREATE INDEX delivery_by_endpoint ON public.webhook_delivery USING btree (endpoint_id, id);

CREATE INDEX delivery_to_be_tried ON public.webhook_delivery USING btree (endpoint_id, next_try_at, id) WHERE (state = ANY (ARRAY['waiting'::text, 'failed'::text]));

CREATE INDEX difficulty_agency_id_6a272c07 ON public.difficulty USING btree (agency_id);

CREATE INDEX difficulty_by_office ON public.difficulty USING btree (to_agency_id, id DESC);

CREATE INDEX difficulty_by_plan ON public.difficulty USING btree (plan_id, told_at);

CREATE INDEX difficulty_place_id_f0bf44db ON public.difficulty USING btree (place_id);

CREATE INDEX difficulty_to_agency_id_5401f0fd ON public.difficulty USING btree (to_agency_id);

CREATE INDEX event_at_a603d494 ON public.event USING btree (at);

CREATE INDEX event_by_subject ON public.event USING btree (subject, id);

CREATE INDEX exemption_beneficiary_id_b7c4b6e6 ON public.exemption USING btree (beneficiary_id);

CREATE INDEX exemption_fee_item_id_8b98a7ce ON public.exemption USING btree (fee_item_id);

CREATE INDEX facility_agency_id_61858bd3 ON public.facility USING btree (agency_id);

CREATE INDEX facility_area_facility_id_29d6a2dd ON public.facility_area USING btree (facility_id);

CREATE INDEX facility_code_8bbe31f0_like ON public.facility USING btree (code text_pattern_ops);

CREATE UNIQUE INDEX facility_has_one_approved_account ON public.beneficiary_account USING btree (facility_id) WHERE (state = 'approved'::text);

CREATE UNIQUE INDEX facility_has_one_proposed_account ON public.beneficiary_account USING btree (facility_id) WHERE (state = 'proposed'::text);

CREATE INDEX facility_place_facility_id_2f92e645 ON public.facility_place USING btree (facility_id);

CREATE INDEX facility_place_place_id_5e56b305 ON public.facility_place USING btree (place_id);

CREATE INDEX family_code_ends_at_22256a05 ON public.family_code USING btree (ends_at);

CREATE INDEX family_code_phone_5a80dffa_like ON public.family_code USING btree (phone text_pattern_ops);

CREATE INDEX family_known_beneficiary_id_aa0b7bf4 ON public.family_known USING btree (beneficiary_id);

CREATE INDEX family_known_ends_at_3f0854bb ON public.family_known USING btree (ends_at);

CREATE INDEX family_session_ends_at_aaf43b84 ON public.family_session USING btree (ends_at);

CREATE INDEX family_session_session_key_4864ad99_like ON public.family_session USING btree (session_key text_pattern_ops);

CREATE INDEX fee_agreement_by_item ON public.fee_agreement USING btree (fee_item_id, id DESC);

CREATE INDEX fee_agreement_facility_id_d7c5994d ON public.fee_agreement USING btree (facility_id);

CREATE INDEX fee_agreement_fee_item_id_da133fd8 ON public.fee_agreement USING btree (fee_item_id);

CREATE INDEX fee_ceiling_agency_id_fa5549ef ON public.fee_ceiling USING btree (agency_id);

CREATE INDEX fee_ceiling_place_id_13099d91 ON public.fee_ceiling USING btree (place_id);

CREATE INDEX fee_item_facility_id_4ba0cf94 ON public.fee_item USING btree (facility_id);

CREATE INDEX filing_agency_id_fc7069c8 ON public.filing USING btree (agency_id);

CREATE INDEX filing_by_agency ON public.filing USING btree (agency_id, id DESC);

CREATE INDEX filing_by_holder ON public.filing USING btree (holder_id);

CREATE INDEX filing_corrects_id_9755d2a8 ON public.filing USING btree (corrects_id);

CREATE INDEX filing_figure_filing_id_36d0c347 ON public.filing_figure USING btree (filing_id);

CREATE INDEX filing_filed_by_agency_id_9fcef9b5 ON public.filing USING btree (filed_by_agency_id);

CREATE INDEX filing_holder_id_3cf48ff7 ON public.filing USING btree (holder_id);

CREATE UNIQUE INDEX filing_is_one_draft_at_a_time ON public.filing USING btree (obligation_id) WHERE (state = 'draft'::text);

CREATE INDEX filing_obligation_id_d1607d8c ON public.filing USING btree (obligation_id);

CREATE INDEX filing_source_filing_id_82cfff62 ON public.filing_source USING btree (filing_id);

CREATE INDEX filing_source_obligation_id_80a3db73 ON public.filing_source USING btree (obligation_id);

CREATE INDEX filing_source_source_id_75b54074 ON public.filing_source USING btree (source_id);

CREATE UNIQUE INDEX filing_stands_alone ON public.filing USING btree (obligation_id) WHERE (state = ANY (ARRAY['filed'::text, 'forwarded'::text, 'accepted'::text]));

CREATE INDEX filing_step_agency_id_c4641941 ON public.filing_step USING btree (agency_id);

CREATE INDEX filing_step_filing_id_9e657609 ON public.filing_step USING btree (filing_id);

CREATE INDEX filing_step_to_agency_id_82c2b9f8 ON public.filing_step USING btree (to_agency_id);

CREATE INDEX hand_over_by_day ON public.hand_over USING btree (facility_id, given_at);

CREATE INDEX hand_over_by_giver ON public.hand_over USING btree (facility_id, given_by) WHERE (state = 'received'::text);

CREATE UNIQUE INDEX hand_over_is_one_at_a_time ON public.hand_over USING btree (facility_id, given_by) WHERE (state = 'given'::text);

CREATE INDEX heard_by_correlation ON public.heard USING btree (merchant_id, ((details -> 'correlation'::text))) WHERE (details ? 'correlation'::text);

CREATE INDEX heard_by_our_reference ON public.heard USING btree (merchant_id, reference) WHERE (reference <> ''::text);

CREATE UNIQUE INDEX heard_is_booked_once ON public.payment USING btree (heard_id, part) WHERE (identifies_id IS NULL);

CREATE INDEX heard_lines_by_amount ON public.heard USING btree (facility_id, account, amount_vnd) WHERE (channel = 'statement'::text);

CREATE INDEX heard_otherwise_heard_id_0288d9fb ON public.heard_otherwise USING btree (heard_id);

CREATE INDEX insurance_handover_facility_id_1341bd1d ON public.insurance_handover USING btree (facility_id);

CREATE INDEX insurance_row_handover_id_d9ca95f3 ON public.insurance_row USING btree (handover_id);

CREATE INDEX invoice_bill_id_c6237cae ON public.invoice USING btree (bill_id);

CREATE INDEX invoice_by_facility ON public.invoice USING btree (facility_id, id DESC);

CREATE INDEX invoice_by_next_try ON public.invoice USING btree (next_try_at) WHERE (state = ANY (ARRAY['asked'::text, 'sent'::text]));

CREATE UNIQUE INDEX invoice_is_replaced_once ON public.invoice USING btree (replaces_id) WHERE (replaces_id IS NOT NULL);

CREATE UNIQUE INDEX invoice_lives_once_a_bill ON public.invoice USING btree (bill_id) WHERE (state = 'issued'::text);

CREATE UNIQUE INDEX invoice_number_stands_once_in_a_serial ON public.invoice USING btree (facility_id, serial, number) WHERE (number IS NOT NULL);

CREATE INDEX invoice_replaces_id_e27230f0 ON public.invoice USING btree (replaces_id);

CREATE UNIQUE INDEX invoice_waits_once_a_bill ON public.invoice USING btree (bill_id) WHERE (state = ANY (ARRAY['asked'::text, 'sent'::text, 'refused'::text]));

CREATE INDEX kept_answer_created_at_1ff857e6 ON public.kept_answer USING btree (created_at);

CREATE INDEX kitchen_count_by_day ON public.kitchen_count USING btree (facility_id, meal_on);

CREATE INDEX kitchen_count_meal_id_98b2d101 ON public.kitchen_count USING btree (meal_id);

CREATE INDEX ledger_account_facility_id_57b69ac5 ON public.ledger_account USING btree (facility_id);

CREATE INDEX letter_by_facility ON public.letter USING btree (facility_id, id DESC);

CREATE INDEX letter_due ON public.letter USING btree (not_before, id) WHERE (state = 'waiting'::text);

CREATE INDEX letter_failed_by_address ON public.letter USING btree (facility_id, to_address) WHERE (state = 'failed'::text);

CREATE UNIQUE INDEX letter_reminds_once_a_day ON public.letter USING btree (facility_id, to_address, day) WHERE ((kind = 'reminder'::text) AND (NOT (state = ANY (ARRAY['stopped'::text, 'failed'::text]))));

CREATE INDEX letter_waiting_by_about ON public.letter USING gin (string_to_array(about, ' '::text)) WHERE (state = 'waiting'::text);

CREATE INDEX line_match_by_line ON public.line_match USING btree (line_id);

CREATE INDEX line_match_by_subject ON public.line_match USING btree (facility_id, kind, subject_id);

CREATE INDEX line_seen_by_line ON public.line_seen USING btree (line_id);

CREATE INDEX line_state_by_outcome ON public.line_state USING btree (facility_id, outcome);

CREATE INDEX line_state_due ON public.line_state USING btree (facility_id, line_id) WHERE is_due;

CREATE INDEX line_state_unexplained ON public.line_state USING btree (line_id) WHERE (outcome = ANY (ARRAY['only_theirs'::text, 'amount_differs'::text, 'to_look_at'::text, 'duplicate'::text]));

CREATE INDEX meal_by_facility ON public.meal USING btree (facility_id);

CREATE INDEX meal_settlement_line_beneficiary_id_e7f1aedd ON public.meal_settlement_line USING btree (beneficiary_id);

CREATE INDEX meal_settlement_line_settlement_id_af9dbe26 ON public.meal_settlement_line USING btree (settlement_id);

CREATE INDEX meal_settlement_meal_id_5687253a ON public.meal_settlement USING btree (meal_id);

CREATE INDEX meal_tick_beneficiary_id_c483780c ON public.meal_tick USING btree (beneficiary_id);

CREATE INDEX meal_tick_by_day ON public.meal_tick USING btree (facility_id, meal_on);

CREATE INDEX meal_tick_meal_id_e091d953 ON public.meal_tick USING btree (meal_id);

CREATE INDEX merchant_facility_id_da4a3b4d ON public.merchant USING btree (facility_id);

CREATE INDEX method_fee_facility_id_73efcd45 ON public.method_fee USING btree (facility_id);

CREATE INDEX method_fee_merchant_id_95f7db47 ON public.method_fee USING btree (merchant_id);

CREATE INDEX method_incentive_facility_id_9a4a230a ON public.method_incentive USING btree (facility_id);

CREATE INDEX method_incentive_merchant_id_936e133c ON public.method_incentive USING btree (merchant_id);

CREATE INDEX obligation_agency_id_7f241646 ON public.obligation USING btree (agency_id);

CREATE INDEX obligation_by_agency ON public.obligation USING btree (agency_id, due_at);

CREATE INDEX obligation_by_plan ON public.obligation USING btree (plan_id, period_last_on);

CREATE INDEX obligation_place_id_75a0e6d5 ON public.obligation USING btree (place_id);

CREATE INDEX payment_by_bill ON public.payment USING btree (bill_id);

CREATE INDEX payment_by_day ON public.payment USING btree (facility_id, paid_at);

CREATE INDEX payment_in_cash ON public.payment USING btree (facility_id, taken_by, paid_at) INCLUDE (amount_vnd) WHERE ((channel = 'cash'::text) AND (identifies_id IS NULL));

CREATE UNIQUE INDEX payment_owner_is_found_once ON public.payment USING btree (identifies_id, part) WHERE (identifies_id IS NOT NULL);

CREATE INDEX payment_return_payment_id_99850b05 ON public.payment_return USING btree (payment_id);

CREATE INDEX payment_said_not_ours ON public.payment USING btree (facility_id) WHERE ((finding = 'not_for_us'::text) AND (identifies_id IS NOT NULL));

CREATE INDEX payout_account_beneficiary_id_870fa9bd ON public.payout_account USING btree (beneficiary_id);

CREATE INDEX payout_account_facility_id_cd679a63 ON public.payout_account USING btree (facility_id);

CREATE UNIQUE INDEX payout_account_is_one_a_child ON public.payout_account USING btree (beneficiary_id) WHERE (replaced_at IS NULL);

CREATE INDEX payout_beneficiary_id_2be0547e ON public.payout USING btree (beneficiary_id);

CREATE INDEX payout_list_by_facility ON public.payout_list USING btree (facility_id, id DESC);

CREATE INDEX payout_list_facility_id_6e417647 ON public.payout_list USING btree (facility_id);

CREATE INDEX payout_payout_list_id_021e3780 ON public.payout USING btree (payout_list_id);

CREATE UNIQUE INDEX payout_waits_on_one_list ON public.payout USING btree (beneficiary_id) WHERE (state = ANY (ARRAY['listed'::text, 'released'::text]));

CREATE UNIQUE INDEX place_has_one_default_successor ON public.place_succession USING btree (predecessor_id) WHERE is_default;

CREATE INDEX place_parent_id_e1ad7a3e ON public.place USING btree (parent_id);

CREATE INDEX place_province_id_9706fd1f ON public.place USING btree (province_id);

CREATE INDEX place_succession_predecessor_id_8b5fe9a1 ON public.place_succession USING btree (predecessor_id);

CREATE INDEX place_succession_successor_id_d5a594fa ON public.place_succession USING btree (successor_id);

CREATE INDEX plan_profile_newest_first ON public.plan_profile USING btree (plan_id, id DESC);

CREATE INDEX platform_listing_platform_id_4641fe0b ON public.platform_listing USING btree (platform_id);

CREATE INDEX platform_use_facility_id_a9577ab5 ON public.platform_use USING btree (facility_id);

CREATE INDEX platform_use_platform_id_364394df ON public.platform_use USING btree (platform_id);

CREATE UNIQUE INDEX receipt_number_is_unique ON public.payment USING btree (facility_id, receipt_year, receipt_number) WHERE (receipt_number IS NOT NULL);

CREATE UNIQUE INDEX receipt_slip_is_one_a_payment ON public.receipt_slip USING btree (payment_id) WHERE (payment_id IS NOT NULL);

CREATE INDEX refund_by_code ON public.refund USING btree (code);

CREATE INDEX refund_by_facility ON public.refund USING btree (facility_id, id DESC);

CREATE INDEX refund_by_next_ask ON public.refund USING btree (next_ask_at) WHERE (state = ANY (ARRAY['approved'::text, 'sent'::text]));

CREATE INDEX refund_needing_a_person ON public.refund USING btree (facility_id) WHERE needs_person;

CREATE INDEX refund_payment_id_1ff9aaf0 ON public.refund USING btree (payment_id);

CREATE UNIQUE INDEX refund_reference_is_used_once ON public.refund USING btree (merchant_id, reference) WHERE (NOT (reference = ''::text));

CREATE INDEX registration_fee_item_id_6eb3f4bb ON public.registration USING btree (fee_item_id);

CREATE INDEX report_reminder_by_agency ON public.report_reminder USING btree (to_agency_id, id DESC);

CREATE INDEX report_reminder_obligation_id_ecef6ff1 ON public.report_reminder USING btree (obligation_id);

CREATE INDEX report_reminder_to_agency_id_eaab6d8a ON public.report_reminder USING btree (to_agency_id);

CREATE INDEX run_closing_run_id_f0b76e39 ON public.run_closing USING btree (run_id);

CREATE UNIQUE INDEX run_is_closed_once_at_a_time ON public.run_closing USING btree (run_id) WHERE (reopened_at IS NULL);

CREATE INDEX school_sheet_by_facility ON public.school_sheet USING btree (facility_id, id);

CREATE INDEX school_sheet_facility_id_31bab0af ON public.school_sheet USING btree (facility_id);

CREATE INDEX school_sheet_run_id_fce8e43e ON public.school_sheet USING btree (run_id);

CREATE INDEX sealed_transfer_seal_id_7484ea28 ON public.sealed_transfer USING btree (seal_id);

CREATE UNIQUE INDEX settled_payment_is_settled_once ON public.settled_row USING btree (payment_id) WHERE ((outcome = ANY (ARRAY['matched'::text, 'matched_other_day'::text])) AND (payment_id IS NOT NULL));

CREATE UNIQUE INDEX settled_refund_is_settled_once ON public.settled_row USING btree (refund_id) WHERE ((outcome = ANY (ARRAY['matched'::text, 'matched_other_day'::text])) AND (refund_id IS NOT NULL));

CREATE INDEX settled_row_by_outcome ON public.settled_row USING btree (facility_id, outcome);

CREATE INDEX settlement_by_day ON public.settlement USING btree (facility_id, channel, settled_on);

CREATE INDEX settlement_file_id_ae26f194 ON public.settlement USING btree (file_id);

CREATE INDEX settlement_row_by_reference ON public.settlement_row USING btree (facility_id, provider_reference);

CREATE INDEX settlement_row_settlement_id_aee02fa5 ON public.settlement_row USING btree (settlement_id);

CREATE INDEX sheet_mapping_facility_id_588f0b17 ON public.sheet_mapping USING btree (facility_id);

CREATE INDEX staff_assignment_agency_id_061451ba ON public.staff_assignment USING btree (agency_id);

CREATE INDEX staff_assignment_facility_id_6751f98b ON public.staff_assignment USING btree (facility_id);

CREATE INDEX staff_assignment_place_id_38424799 ON public.staff_assignment USING btree (place_id);

CREATE INDEX staff_assignment_user_id_8a52a9d5 ON public.staff_assignment USING btree (user_id);

CREATE INDEX staff_user_username_039485a3_like ON public.staff_user USING btree (username varchar_pattern_ops);

CREATE INDEX statement_by_day ON public.statement USING btree (facility_id, account, to_on);

CREATE INDEX statement_file_id_8ab2d5dc ON public.statement USING btree (file_id);

CREATE INDEX task_comment_agency_id_6ce7ecf6 ON public.task_comment USING btree (agency_id);

CREATE INDEX task_comment_by_item ON public.task_comment USING btree (item_id, id);

CREATE INDEX task_comment_item_id_906b359b ON public.task_comment USING btree (item_id);

CREATE INDEX task_funding_agency_id_ad178a87 ON public.task_funding USING btree (agency_id);

CREATE INDEX task_funding_by_item ON public.task_funding USING btree (item_id, id);

CREATE INDEX task_funding_item_id_f8e1291f ON public.task_funding USING btree (item_id);

CREATE INDEX task_item_place_id_ace2b7e7 ON public.task_item USING btree (place_id);

CREATE INDEX task_part_agency_id_9cf1e9ab ON public.task_part USING btree (agency_id);

CREATE INDEX task_part_by_agency ON public.task_part USING btree (agency_id);

CREATE INDEX task_part_item_id_fe6d7d81 ON public.task_part USING btree (item_id);

CREATE INDEX task_step_agency_id_19fb909d ON public.task_step USING btree (agency_id);

CREATE INDEX task_step_by_part ON public.task_step USING btree (part_id, id);

CREATE INDEX task_step_part_id_45f889ec ON public.task_step USING btree (part_id);

CREATE INDEX task_support_agency_id_a8992fdb ON public.task_support USING btree (agency_id);

CREATE INDEX task_support_by_agency ON public.task_support USING btree (agency_id);

CREATE INDEX task_support_item_id_2c5f05b6 ON public.task_support USING btree (item_id);

CREATE INDEX telling_by_bill ON public.telling USING btree (bill_id, id);

CREATE INDEX telling_letter_id_4e5e6ec5 ON public.telling USING btree (letter_id);

CREATE UNIQUE INDEX telling_reminds_once_a_level ON public.telling USING btree (bill_id, level) WHERE (level = ANY (ARRAY['before'::text, 'due'::text, 'after'::text, 'last'::text]));

CREATE INDEX terminal_facility_id_d3d63ede ON public.terminal USING btree (facility_id);

CREATE INDEX terminal_merchant_id_56c76148 ON public.terminal USING btree (merchant_id);

CREATE INDEX transfer_by_booking ON public.transfer USING btree (facility_id, booked_at);

CREATE INDEX transfer_by_reference ON public.transfer USING btree (reference);

CREATE INDEX transfer_paid_out_in_cash ON public.transfer USING btree (facility_id, happened_at) WHERE (recipe = ANY (ARRAY['refund_done_cash'::text, 'payout_done_cash'::text, 'bank_cash'::text]));

CREATE INDEX tries_ends_at_306033af ON public.tries USING btree (ends_at);

CREATE INDEX tries_name_0fe46334_like ON public.tries USING btree (name text_pattern_ops);

CREATE INDEX upload_by_facility ON public.uploaded_workbook USING btree (facility_id, id);

CREATE INDEX uploaded_workbook_facility_id_372ac1a8 ON public.uploaded_workbook USING btree (facility_id);

CREATE INDEX uploaded_workbook_run_id_5b841c05 ON public.uploaded_workbook USING btree (run_id);

CREATE INDEX webhook_endpoint_facility_id_8b68fbf1 ON public.webhook_endpoint USING btree (facility_id);

CREATE OR REPLACE VIEW public.bill_item WITH (security_invoker='true') AS
 WITH owed AS (
         SELECT b.facility_id,
            b.run_id,
            b.class_name,
            b.id AS bill_id,
            b.beneficiary_id,
            l.fee_item_id,
            b.paid_vnd AS bill_paid_vnd,
            min(l.id) AS place,
            (COALESCE(sum(l.amount_vnd) FILTER (WHERE (l.kind = ANY (ARRAY['charge'::text, 'debit'::text]))), (0)::numeric))::bigint AS charged_vnd,
            ((- COALESCE(sum(l.amount_vnd) FILTER (WHERE (l.kind = ANY (ARRAY['exemption'::text, 'credit'::text]))), (0)::numeric)))::bigint AS waived_vnd,
            (sum(l.amount_vnd))::bigint AS due_vnd
           FROM (public.bill b
             JOIN public.bill_line l ON ((l.bill_id = b.id)))
          WHERE (b.state <> 'cancelled'::text)
          GROUP BY b.id, l.fee_item_id
        ), laid AS (
         SELECT o.facility_id,
            o.run_id,
            o.class_name,
            o.bill_id,
            o.beneficiary_id,
            o.fee_item_id,
            o.bill_paid_vnd,
            o.place,
            o.charged_vnd,
            o.waived_vnd,
            o.due_vnd,
            ((o.bill_paid_vnd)::numeric - COALESCE(sum(o.due_vnd) OVER (PARTITION BY o.bill_id, o.facility_id, o.run_id, o.class_name ORDER BY (o.due_vnd >= 0), o.place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), (0)::numeric)) AS left_vnd
           FROM owed o
        )
 SELECT facility_id,
    run_id,
    class_name,
    bill_id,
    beneficiary_id,
    fee_item_id,
    charged_vnd,
    waived_vnd,
    due_vnd,
    (
        CASE
            WHEN (due_vnd < 0) THEN (due_vnd)::numeric
            ELSE GREATEST(LEAST((due_vnd)::numeric, left_vnd), (0)::numeric)
        END)::bigint AS paid_vnd
   FROM laid;

CREATE TRIGGER adjustment_line_is_its_bills AFTER INSERT ON public.adjustment_line REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.adjustment_line_is_its_bills();

CREATE TRIGGER attempt_is_of_its_merchant AFTER INSERT ON public.attempt FOR EACH ROW EXECUTE FUNCTION public.attempt_is_of_its_merchant();

CREATE TRIGGER attempt_only_rises BEFORE UPDATE ON public.attempt FOR EACH ROW EXECUTE FUNCTION public.attempt_only_rises();

CREATE TRIGGER basket_is_its_lines AFTER INSERT ON public.basket_line REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.basket_is_its_lines();

CREATE TRIGGER bill_external_reference_is_kept BEFORE UPDATE OF external_reference ON public.bill FOR EACH STATEMENT EXECUTE FUNCTION public.bill_identity_is_kept();

CREATE TRIGGER bill_identity_is_kept BEFORE UPDATE OF id, code, facility_id, run_id, beneficiary_id, beneficiary_name, reason ON public.bill FOR EACH STATEMENT EXECUTE FUNCTION public.bill_identity_is_kept();

CREATE TRIGGER bill_is_never_removed BEFORE DELETE OR TRUNCATE ON public.bill FOR EACH STATEMENT EXECUTE FUNCTION public.bill_identity_is_kept();

CREATE TRIGGER bill_is_paid_by_payments AFTER UPDATE ON public.bill FOR EACH ROW WHEN (((old.paid_vnd <> new.paid_vnd) AND (CURRENT_USER = 'thuphi_app'::name))) EXECUTE FUNCTION public.bill_is_paid_by_payments();

CREATE TRIGGER bill_line_fits_its_bill AFTER INSERT ON public.bill_line REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.bill_total_is_its_lines();

CREATE TRIGGER bill_makes_fees_stale AFTER INSERT ON public.bill REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.bill_makes_fees_stale();

CREATE TRIGGER bill_total_is_its_lines AFTER INSERT ON public.bill REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.bill_total_is_its_lines();

CREATE TRIGGER bill_total_moves_with_its_lines AFTER UPDATE ON public.bill FOR EACH ROW WHEN ((old.total_vnd <> new.total_vnd)) EXECUTE FUNCTION public.bill_total_moves_with_its_lines();

CREATE TRIGGER cancelled_bill_makes_fees_stale AFTER UPDATE ON public.bill FOR EACH ROW WHEN (((new.state = 'cancelled'::text) <> (old.state = 'cancelled'::text))) EXECUTE FUNCTION public.cancelled_bill_makes_fees_stale();

CREATE TRIGGER carried_arrear_is_of_one_facility AFTER INSERT ON public.carried_arrear REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.rows_are_of_one_facility('carried_arrear_is_of_one_facility', 'from_bill_id', 'bill', 'to_bill_id', 'bill', 'fee_item_id', 'fee_item');

CREATE TRIGGER cash_deposit_is_kept BEFORE DELETE OR UPDATE ON public.cash_deposit FOR EACH ROW EXECUTE FUNCTION public.cash_deposit_is_kept();

CREATE TRIGGER cash_deposit_is_not_matched_yet AFTER INSERT ON public.cash_deposit FOR EACH ROW EXECUTE FUNCTION public.cash_deposit_is_kept();

CREATE TRIGGER cash_deposit_is_out_of_the_fund AFTER INSERT ON public.cash_deposit FOR EACH ROW EXECUTE FUNCTION public.cash_deposit_is_out_of_the_fund();

CREATE TRIGGER charge_back_is_kept_as_returns AFTER INSERT ON public.payment_return FOR EACH ROW WHEN (((new.short_vnd > 0) OR ((new.kind <> 'undone'::text) AND (CURRENT_USER = 'thuphi_app'::name)))) EXECUTE FUNCTION public.charge_back_is_kept_as_returns();

CREATE TRIGGER closing_is_kept BEFORE DELETE OR UPDATE OF facility_id, run_id, bills, owing, due_vnd, credited_vnd, paid_vnd, rest_vnd, closed_at, closed_by OR TRUNCATE ON public.run_closing FOR EACH STATEMENT EXECUTE FUNCTION public.closing_is_kept();

CREATE TRIGGER coupon_return_is_what_was_left AFTER INSERT ON public.coupon_return FOR EACH ROW EXECUTE FUNCTION public.coupon_return_is_what_was_left();

CREATE TRIGGER credit_is_never_overdrawn AFTER INSERT ON public.credit_use REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.credit_is_never_overdrawn();

CREATE TRIGGER credit_is_of_one_facility AFTER INSERT ON public.credit REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.credit_is_of_one_facility();

CREATE TRIGGER credit_use_makes_fees_stale AFTER INSERT ON public.credit_use REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.credit_use_makes_fees_stale();

CREATE TRIGGER declaration_begins_as_a_draft AFTER INSERT ON public.declaration REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION public.declaration_begins_as_a_draft();

CREATE TRIGGER declaration_is_kept BEFORE DELETE OR UPDATE ON public.declaration FOR EACH ROW EXECUTE FUNCTION public.declaration_is_kept();

CREATE TRIGGER difficulty_is_kept BEFORE DELETE OR UPDATE ON public.difficulty FOR EACH ROW EXECUTE FUNCTION public.difficulty_is_kept();

CREATE TRIGGER exemption_never_lasts_longer BEFORE UPDATE OF until_on ON public.exemption FOR EACH ROW EXECUTE FUNCTION public.exemption_never_lasts_longer();

CREATE TRIGGER fee_agreement_is_of_its_item AFTER INSERT ON public.fee_agreement FOR EACH ROW EXECUTE FUNCTION public.fee_agreement_is_of_its_item();

CREATE TRIGGER fee_ceiling_is_kept BEFORE DELETE OR UPDATE ON public.fee_ceiling FOR EACH ROW EXECUTE FUNCTION public.fee_ceiling_is_kept();

CREATE TRIGGER fee_ceiling_is_never_emptied BEFORE TRUNCATE ON public.fee_ceiling FOR EACH STATEMENT EXECUTE FUNCTION public.fee_ceiling_is_kept();

CREATE TRIGGER filing_begins_as_a_draft AFTER INSERT ON public.filing FOR EACH ROW EXECUTE FUNCTION public.filing_begins_as_a_draft();

CREATE TRIGGER filing_figure_is_frozen AFTER INSERT OR DELETE OR UPDATE ON public.filing_figure FOR EACH ROW EXECUTE FUNCTION public.filing_figure_is_frozen();

CREATE TRIGGER filing_is_frozen BEFORE DELETE OR UPDATE ON public.filing FOR EACH ROW EXECUTE FUNCTION public.filing_is_frozen();

CREATE TRIGGER filing_is_moved_by_its_holder BEFORE UPDATE ON public.filing FOR EACH ROW EXECUTE FUNCTION public.filing_is_moved_by_its_holder();

CREATE TRIGGER filing_source_is_of_a_draft AFTER INSERT ON public.filing_source FOR EACH ROW EXECUTE FUNCTION public.filing_source_is_of_a_draft();

CREATE TRIGGER filing_step_is_by_its_holder AFTER INSERT ON public.filing_step FOR EACH ROW EXECUTE FUNCTION public.filing_step_is_by_its_holder();

CREATE TRIGGER hand_over_counts_its_notes AFTER INSERT ON public.hand_over FOR EACH ROW EXECUTE FUNCTION public.hand_over_is_the_sum_of_its_notes();

CREATE TRIGGER hand_over_is_given_first AFTER INSERT ON public.hand_over FOR EACH ROW EXECUTE FUNCTION public.hand_over_is_kept();

CREATE TRIGGER hand_over_is_kept BEFORE DELETE OR UPDATE ON public.hand_over FOR EACH ROW EXECUTE FUNCTION public.hand_over_is_kept();

CREATE TRIGGER hand_over_is_of_what_is_held AFTER INSERT OR UPDATE ON public.hand_over FOR EACH ROW EXECUTE FUNCTION public.hand_over_is_of_what_is_held();

CREATE CONSTRAINT TRIGGER insurance_handover_is_its_rows AFTER INSERT ON public.insurance_handover DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.insurance_handover_is_its_rows();

CREATE TRIGGER insurance_names_equal_payers AFTER INSERT ON public.insurance_row REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.insurance_names_equal_payers();

CREATE TRIGGER insurance_reason_is_of_its_facility AFTER INSERT ON public.insurance_left_out FOR EACH ROW EXECUTE FUNCTION public.insurance_reason_is_of_its_facility();

CREATE TRIGGER insurance_reason_is_of_its_facility AFTER INSERT OR UPDATE ON public.insurance_note FOR EACH ROW EXECUTE FUNCTION public.insurance_reason_is_of_its_facility();

CREATE TRIGGER invoice_is_kept BEFORE DELETE OR UPDATE ON public.invoice FOR EACH ROW EXECUTE FUNCTION public.invoice_is_kept();

CREATE TRIGGER invoice_is_never_emptied BEFORE TRUNCATE ON public.invoice FOR EACH STATEMENT EXECUTE FUNCTION public.invoice_is_kept();

CREATE TRIGGER invoice_is_of_its_bill AFTER INSERT ON public.invoice FOR EACH ROW EXECUTE FUNCTION public.invoice_is_of_its_bill();

CREATE TRIGGER is_never_changed BEFORE UPDATE ON public.declaration_evidence FOR EACH STATEMENT EXECUTE FUNCTION public.declaration_is_open();

CREATE TRIGGER is_never_changed BEFORE UPDATE ON public.declaration_flag FOR EACH STATEMENT EXECUTE FUNCTION public.declaration_is_open();

CREATE TRIGGER is_never_changed BEFORE UPDATE ON public.declared_value FOR EACH STATEMENT EXECUTE FUNCTION public.declaration_is_open();

CREATE TRIGGER is_of_its_merchants_facility BEFORE INSERT OR UPDATE OF facility_id, merchant_id ON public.method_fee FOR EACH ROW EXECUTE FUNCTION public.is_of_its_merchants_facility();

CREATE TRIGGER is_of_its_merchants_facility BEFORE INSERT OR UPDATE OF facility_id, merchant_id ON public.method_incentive FOR EACH ROW EXECUTE FUNCTION public.is_of_its_merchants_facility();

CREATE TRIGGER is_of_its_merchants_facility BEFORE INSERT OR UPDATE OF facility_id, merchant_id ON public.terminal FOR EACH ROW EXECUTE FUNCTION public.is_of_its_merchants_facility();

CREATE TRIGGER is_taken_while_open AFTER DELETE ON public.declaration_evidence REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.declaration_is_open();

CREATE TRIGGER is_taken_while_open AFTER DELETE ON public.declaration_flag REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.declaration_is_open();

CREATE TRIGGER is_taken_while_open AFTER DELETE ON public.declared_value REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.declaration_is_open();

CREATE TRIGGER is_written_while_open AFTER INSERT ON public.declaration_evidence REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.declaration_is_open();

CREATE TRIGGER is_written_while_open AFTER INSERT ON public.declaration_flag REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.declaration_is_open();

CREATE TRIGGER is_written_while_open AFTER INSERT ON public.declared_value REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.declaration_is_open();

CREATE TRIGGER kind_makes_fees_stale AFTER UPDATE ON public.fee_item FOR EACH ROW WHEN ((old.kind <> new.kind)) EXECUTE FUNCTION public.kind_makes_fees_stale();

CREATE TRIGGER later_line_makes_fees_stale AFTER INSERT ON public.bill_line REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.later_line_makes_fees_stale();

CREATE TRIGGER letter_is_kept BEFORE DELETE OR UPDATE ON public.letter FOR EACH ROW EXECUTE FUNCTION public.letter_is_kept();

CREATE TRIGGER line_is_due_again AFTER INSERT ON public.line_seen REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.line_is_due_again();

CREATE TRIGGER line_is_seen_in_its_account AFTER INSERT ON public.line_seen REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.line_is_seen_in_its_account();

CREATE TRIGGER line_match_is_undone AFTER INSERT ON public.line_match_undone REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.line_match_is_undone();

CREATE TRIGGER line_match_stands AFTER INSERT ON public.line_match REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.line_match_stands();

CREATE TRIGGER line_state_begins AFTER INSERT ON public.bank_line REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.line_state_begins();

CREATE TRIGGER meal_is_of_its_facility BEFORE INSERT OR UPDATE ON public.meal FOR EACH ROW EXECUTE FUNCTION public.meal_is_of_its_facility();

CREATE TRIGGER meal_row_is_of_one_facility BEFORE INSERT ON public.kitchen_count FOR EACH ROW EXECUTE FUNCTION public.meal_row_is_of_one_facility();

CREATE TRIGGER meal_row_is_of_one_facility BEFORE INSERT ON public.meal_settlement FOR EACH ROW EXECUTE FUNCTION public.meal_row_is_of_one_facility();

CREATE TRIGGER meal_tick_is_of_an_open_month BEFORE INSERT OR DELETE OR UPDATE ON public.meal_tick FOR EACH ROW EXECUTE FUNCTION public.meal_tick_is_of_an_open_month();

CREATE TRIGGER meal_tick_is_of_one_facility BEFORE INSERT OR UPDATE ON public.meal_tick FOR EACH ROW EXECUTE FUNCTION public.meal_tick_is_of_one_facility();

CREATE TRIGGER obligation_is_kept BEFORE DELETE OR UPDATE ON public.obligation FOR EACH ROW EXECUTE FUNCTION public.obligation_is_kept();

CREATE TRIGGER only_the_book_moves_sums BEFORE UPDATE ON public.ledger_account FOR EACH STATEMENT WHEN ((pg_trigger_depth() = 0)) EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER payment_excess_is_a_credit AFTER INSERT ON public.payment REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.payment_excess_is_a_credit();

CREATE TRIGGER payment_goes_back_or_to_a_bill AFTER INSERT ON public.payment FOR EACH ROW WHEN ((new.identifies_id IS NOT NULL)) EXECUTE FUNCTION public.payment_goes_back_or_to_a_bill();

CREATE TRIGGER payment_is_of_one_facility AFTER INSERT ON public.payment REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.payment_is_of_one_facility();

CREATE TRIGGER payment_makes_fees_stale AFTER INSERT ON public.payment REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.payment_makes_fees_stale();

CREATE TRIGGER payment_return_is_never_too_much AFTER INSERT ON public.payment_return FOR EACH ROW EXECUTE FUNCTION public.payment_return_is_never_too_much();

CREATE TRIGGER payout_account_is_kept BEFORE DELETE OR UPDATE ON public.payout_account FOR EACH ROW EXECUTE FUNCTION public.payout_account_is_kept();

CREATE TRIGGER payout_account_is_never_emptied BEFORE TRUNCATE ON public.payout_account FOR EACH STATEMENT EXECUTE FUNCTION public.payout_account_is_kept();

CREATE TRIGGER payout_account_is_of_one_facility AFTER INSERT ON public.payout_account REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.rows_are_of_one_facility('payout_account_is_of_one_facility', 'beneficiary_id', 'beneficiary');

CREATE TRIGGER payout_is_kept BEFORE DELETE OR UPDATE ON public.payout FOR EACH ROW EXECUTE FUNCTION public.payout_is_kept();

CREATE TRIGGER payout_is_never_emptied BEFORE TRUNCATE ON public.payout FOR EACH STATEMENT EXECUTE FUNCTION public.payout_is_kept();

CREATE TRIGGER payout_is_of_one_facility AFTER INSERT ON public.payout FOR EACH ROW EXECUTE FUNCTION public.payout_is_of_one_facility();

CREATE TRIGGER payout_list_is_kept BEFORE DELETE OR UPDATE ON public.payout_list FOR EACH ROW EXECUTE FUNCTION public.payout_list_is_kept();

CREATE TRIGGER payout_list_is_never_emptied BEFORE TRUNCATE ON public.payout_list FOR EACH STATEMENT EXECUTE FUNCTION public.payout_list_is_kept();

CREATE TRIGGER period_follows_the_last AFTER INSERT ON public.period_closing FOR EACH ROW EXECUTE FUNCTION public.period_follows_the_last();

CREATE TRIGGER platform_use_is_kept BEFORE DELETE OR UPDATE ON public.platform_use FOR EACH ROW EXECUTE FUNCTION public.platform_use_is_kept();

CREATE TRIGGER platform_use_is_of_its_platform AFTER INSERT ON public.platform_use REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION public.platform_use_is_of_its_platform();

CREATE TRIGGER receipt_book_is_kept BEFORE DELETE OR UPDATE ON public.receipt_book FOR EACH ROW EXECUTE FUNCTION public.receipt_book_is_kept();

CREATE TRIGGER receipt_series_counts_on BEFORE UPDATE ON public.receipt_series FOR EACH ROW WHEN (((new.last_number <= old.last_number) OR (new.facility_id <> old.facility_id) OR (new.year <> old.year) OR ((CURRENT_USER = 'thuphi_app'::name) AND (new.last_number <> (old.last_number + 1))))) EXECUTE FUNCTION public.receipt_series_counts_on();

CREATE TRIGGER receipt_series_is_never_removed BEFORE DELETE OR TRUNCATE ON public.receipt_series FOR EACH STATEMENT EXECUTE FUNCTION public.receipt_series_counts_on();

CREATE TRIGGER receipt_slip_is_of_its_book AFTER INSERT ON public.receipt_slip FOR EACH ROW EXECUTE FUNCTION public.receipt_slip_is_of_its_book();

CREATE TRIGGER refund_is_kept BEFORE DELETE OR UPDATE ON public.refund FOR EACH ROW EXECUTE FUNCTION public.refund_is_kept();

CREATE TRIGGER refund_is_never_above_payment AFTER INSERT ON public.refund FOR EACH ROW EXECUTE FUNCTION public.refund_is_never_above_payment();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.adjustment FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.adjustment_line FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.attempt_step FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.bank_line FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.basket FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.basket_line FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.bill_line FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.carried_arrear FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.charge_back FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.class_allowance FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.closed_bill FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.coupon_return FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.credit FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.credit_payout FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.credit_use FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.event FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.fee_agreement FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.filing_source FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.filing_step FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.heard FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.heard_otherwise FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.insurance_handover FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.insurance_left_out FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.insurance_row FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.kitchen_count FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.line_match FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.line_match_undone FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.line_seen FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.meal_settlement FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.meal_settlement_line FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.payment FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.payment_return FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.period_closing FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.period_seal FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.plan_profile FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.receipt_slip FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.reconciliation_decision FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.report_reminder FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.sealed_transfer FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.settlement FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.settlement_row FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.statement FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.statement_file FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.task_comment FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.task_step FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.telling FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.told_before FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.transfer FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_removal BEFORE DELETE OR TRUNCATE ON public.ledger_account FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER registration_is_of_one_facility AFTER INSERT ON public.registration REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.rows_are_of_one_facility('registration_is_of_one_facility', 'beneficiary_id', 'beneficiary', 'fee_item_id', 'fee_item');

CREATE TRIGGER return_makes_fees_stale AFTER INSERT ON public.payment_return FOR EACH ROW WHEN (((new.from_bill_vnd > 0) AND (new.kind <> 'done'::text))) EXECUTE FUNCTION public.return_makes_fees_stale();

CREATE TRIGGER run_item_is_of_one_facility AFTER INSERT ON public.run_item REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.rows_are_of_one_facility('run_item_is_of_one_facility', 'run_id', 'collection_run', 'fee_item_id', 'fee_item');

CREATE TRIGGER school_sheet_is_of_one_facility AFTER INSERT OR UPDATE ON public.school_sheet FOR EACH ROW EXECUTE FUNCTION public.school_sheet_is_of_one_facility();

CREATE TRIGGER seal_follows_the_last AFTER INSERT ON public.period_seal FOR EACH ROW EXECUTE FUNCTION public.seal_follows_the_last();

CREATE TRIGGER seal_has_its_transfers AFTER INSERT ON public.sealed_transfer REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.seal_has_its_transfers();

CREATE TRIGGER settlement_is_of_its_file AFTER INSERT ON public.settlement REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.statement_is_of_its_file('settlement_is_of_its_file');

CREATE TRIGGER settlement_line_is_of_one_facility BEFORE INSERT ON public.meal_settlement_line FOR EACH ROW EXECUTE FUNCTION public.settlement_line_is_of_one_facility();

CREATE TRIGGER settlement_row_is_of_its_settlement AFTER INSERT ON public.settlement_row REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.settlement_row_is_of_its_settlement();

CREATE TRIGGER statement_is_of_its_file AFTER INSERT ON public.statement REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.statement_is_of_its_file('statement_is_of_its_file');

CREATE TRIGGER task_funding_is_kept BEFORE DELETE OR UPDATE ON public.task_funding FOR EACH ROW EXECUTE FUNCTION public.task_funding_is_kept();

CREATE TRIGGER task_part_is_kept BEFORE DELETE OR UPDATE ON public.task_part FOR EACH ROW EXECUTE FUNCTION public.task_part_is_kept();

CREATE TRIGGER telling_is_of_one_facility AFTER INSERT ON public.telling REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.telling_is_of_one_facility();

CREATE TRIGGER transfer_moves_the_book AFTER INSERT ON public.transfer REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.transfer_moves_the_book();

CREATE TRIGGER undone_makes_fees_stale AFTER INSERT ON public.payment_return FOR EACH ROW WHEN ((new.kind = 'undone'::text)) EXECUTE FUNCTION public.undone_makes_fees_stale();

ALTER TABLE ONLY public.adjustment_line
    ADD CONSTRAINT adjustment_line_adjustment_id_ba4d968d_fk_adjustment_id FOREIGN KEY (adjustment_id) REFERENCES public.adjustment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.adjustment_line
    ADD CONSTRAINT adjustment_line_bill_id_4b7c1948_fk_bill_id FOREIGN KEY (bill_id) REFERENCES public.bill(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.adjustment_line
    ADD CONSTRAINT adjustment_line_bill_line_id_f3d0c624_fk_bill_line_id FOREIGN KEY (bill_line_id) REFERENCES public.bill_line(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.adjustment_line
    ADD CONSTRAINT adjustment_line_fee_item_id_d39d9964_fk_fee_item_id FOREIGN KEY (fee_item_id) REFERENCES public.fee_item(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.agency
    ADD CONSTRAINT agency_place_id_4a72197f_fk_place_id FOREIGN KEY (place_id) REFERENCES public.place(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.agency
    ADD CONSTRAINT agency_successor_id_1e16ecc9_fk_agency_id FOREIGN KEY (successor_id) REFERENCES public.agency(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_facility_id_328f7bd4_fk_facility_id FOREIGN KEY (facility_id) REFERENCES public.facility(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.basket_line
    ADD CONSTRAINT basket_line_basket_id_b615c905_fk_basket_id FOREIGN KEY (basket_id) REFERENCES public.basket(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.basket_line
    ADD CONSTRAINT basket_line_bill_id_a7520d65_fk_bill_id FOREIGN KEY (bill_id) REFERENCES public.bill(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.beneficiary_account
    ADD CONSTRAINT beneficiary_account_facility_id_ac84b197_fk_facility_id FOREIGN KEY (facility_id) REFERENCES public.facility(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.beneficiary
    ADD CONSTRAINT beneficiary_facility_id_3c1e20ef_fk_facility_id FOREIGN KEY (facility_id) REFERENCES public.facility(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bill
    ADD CONSTRAINT bill_beneficiary_id_a7fba68f_fk_beneficiary_id FOREIGN KEY (beneficiary_id) REFERENCES public.beneficiary(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bill
    ADD CONSTRAINT bill_facility_id_60875076_fk_facility_id FOREIGN KEY (facility_id) REFERENCES public.facility(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bill_line
    ADD CONSTRAINT bill_line_bill_id_479b613b_fk_bill_id FOREIGN KEY (bill_id) REFERENCES public.bill(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bill_line
    ADD CONSTRAINT bill_line_fee_item_id_911c002c_fk_fee_item_id FOREIGN KEY (fee_item_id) REFERENCES public.fee_item(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bill
    ADD CONSTRAINT bill_run_id_57c26c05_fk_collection_run_id FOREIGN KEY (run_id) REFERENCES public.collection_run(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.book_foot
    ADD CONSTRAINT book_foot_facility_id_7f34ff91_fk_facility_id FOREIGN KEY (facility_id) REFERENCES public.facility(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.book_layout
    ADD CONSTRAINT book_layout_facility_id_bc97b541_fk_facility_id FOREIGN KEY (facility_id) REFERENCES public.facility(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.carried_arrear
    ADD CONSTRAINT carried_arrear_fee_item_id_f1dc81be_fk_fee_item_id FOREIGN KEY (fee_item_id) REFERENCES public.fee_item(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.carried_arrear
    ADD CONSTRAINT carried_arrear_from_bill_id_af2cca93_fk_bill_id FOREIGN KEY (from_bill_id) REFERENCES public.bill(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.carried_arrear
    ADD CONSTRAINT carried_arrear_to_bill_id_7d4b2738_fk_bill_id FOREIGN KEY (to_bill_id) REFERENCES public.bill(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.charge_back
    ADD CONSTRAINT charge_back_payment_id_59c6d78d_fk_payment_id FOREIGN KEY (payment_id) REFERENCES public.payment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.charge
    ADD CONSTRAINT charge_beneficiary_id_d936eba1_fk_beneficiary_id FOREIGN KEY (beneficiary_id) REFERENCES public.beneficiary(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.charge
    ADD CONSTRAINT charge_fee_item_id_2f5420bf_fk_fee_item_id FOREIGN KEY (fee_item_id) REFERENCES public.fee_item(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.charge
    ADD CONSTRAINT charge_run_id_e517d62f_fk_collection_run_id FOREIGN KEY (run_id) REFERENCES public.collection_run(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.closed_bill
    ADD CONSTRAINT closed_bill_bill_id_30924b70_fk_bill_id FOREIGN KEY (bill_id) REFERENCES public.bill(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.closed_bill
    ADD CONSTRAINT closed_bill_closing_id_651f6838_fk_run_closing_id FOREIGN KEY (closing_id) REFERENCES public.run_closing(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_run
    ADD CONSTRAINT collection_run_facility_id_86490be2_fk_facility_id FOREIGN KEY (facility_id) REFERENCES public.facility(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.coupon_return
    ADD CONSTRAINT coupon_return_line_id_d6f3e122_fk_meal_settlement_line_id FOREIGN KEY (line_id) REFERENCES public.meal_settlement_line(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.credit
    ADD CONSTRAINT credit_beneficiary_id_68a3c543_fk_beneficiary_id FOREIGN KEY (beneficiary_id) REFERENCES public.beneficiary(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.credit
    ADD CONSTRAINT credit_bill_id_53e39fa1_fk_bill_id FOREIGN KEY (bill_id) REFERENCES public.bill(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.credit
    ADD CONSTRAINT credit_fee_item_id_ee95bfd9_fk_fee_item_id FOREIGN KEY (fee_item_id) REFERENCES public.fee_item(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.credit_payout
    ADD CONSTRAINT credit_payout_beneficiary_id_f25ad270_fk_beneficiary_id FOREIGN KEY (beneficiary_id) REFERENCES public.beneficiary(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.credit_rule
    ADD CONSTRAINT credit_rule_facility_id_eebfa043_fk_facility_id FOREIGN KEY (facility_id) REFERENCES public.facility(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.credit_use
    ADD CONSTRAINT credit_use_bill_id_dbad4ce6_fk_bill_id FOREIGN KEY (bill_id) REFERENCES public.bill(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.credit_use
    ADD CONSTRAINT credit_use_credit_id_f7e9e3df_fk_credit_id FOREIGN KEY (credit_id) REFERENCES public.credit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.declaration_evidence
    ADD CONSTRAINT declaration_evidence_declaration_id_b843dee1_fk_declaration_id FOREIGN KEY (declaration_id) REFERENCES public.declaration(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.declaration
    ADD CONSTRAINT declaration_facility_id_155d72ac_fk_facility_id FOREIGN KEY (facility_id) REFERENCES public.facility(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.declaration_flag
    ADD CONSTRAINT declaration_flag_declaration_id_a2067566_fk_declaration_id FOREIGN KEY (declaration_id) REFERENCES public.declaration(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.declared_value
    ADD CONSTRAINT declared_value_declaration_id_3e70eda3_fk_declaration_id FOREIGN KEY (declaration_id) REFERENCES public.declaration(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.difficulty
    ADD CONSTRAINT difficulty_agency_id_6a272c07_fk_agency_id FOREIGN KEY (agency_id) REFERENCES public.agency(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.difficulty
    ADD CONSTRAINT difficulty_place_id_f0bf44db_fk_place_id FOREIGN KEY (place_id) REFERENCES public.place(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.difficulty
    ADD CONSTRAINT difficulty_to_agency_id_5401f0fd_fk_agency_id FOREIGN KEY (to_agency_id) REFERENCES public.agency(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.exemption
    ADD CONSTRAINT exemption_beneficiary_id_b7c4b6e6_fk_beneficiary_id FOREIGN KEY (beneficiary_id) REFERENCES public.beneficiary(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.exemption
    ADD CONSTRAINT exemption_fee_item_id_8b98a7ce_fk_fee_item_id FOREIGN KEY (fee_item_id) REFERENCES public.fee_item(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.facility
    ADD CONSTRAINT facility_agency_id_61858bd3_fk_agency_id FOREIGN KEY (agency_id) REFERENCES public.agency(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.facility_area
    ADD CONSTRAINT facility_area_facility_id_29d6a2dd_fk_facility_id FOREIGN KEY (facility_id) REFERENCES public.facility(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.facility_place
    ADD CONSTRAINT facility_place_facility_id_2f92e645_fk_facility_id FOREIGN KEY (facility_id) REFERENCES public.facility(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.facility_place
    ADD CONSTRAINT facility_place_place_id_5e56b305_fk_place_id FOREIGN KEY (place_id) REFERENCES public.place(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.family_known
    ADD CONSTRAINT family_known_beneficiary_id_aa0b7bf4_fk_beneficiary_id FOREIGN KEY (beneficiary_id) REFERENCES public.beneficiary(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.fee_agreement
    ADD CONSTRAINT fee_agreement_facility_id_d7c5994d_fk_facility_id FOREIGN KEY (facility_id) REFERENCES public.facility(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.fee_agreement
    ADD CONSTRAINT fee_agreement_fee_item_id_da133fd8_fk_fee_item_id FOREIGN KEY (fee_item_id) REFERENCES public.fee_item(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.fee_ceiling
    ADD CONSTRAINT fee_ceiling_agency_id_fa5549ef_fk_agency_id FOREIGN KEY (agency_id) REFERENCES public.agency(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.fee_ceiling
    ADD CONSTRAINT fee_ceiling_place_id_13099d91_fk_place_id FOREIGN KEY (place_id) REFERENCES public.place(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.fee_item
    ADD CONSTRAINT fee_item_facility_id_4ba0cf94_fk_facility_id FOREIGN KEY (facility_id) REFERENCES public.facility(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.filing
    ADD CONSTRAINT filing_agency_id_fc7069c8_fk_agency_id FOREIGN KEY (agency_id) REFERENCES public.agency(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.filing
    ADD CONSTRAINT filing_corrects_id_9755d2a8_fk_filing_id FOREIGN KEY (corrects_id) REFERENCES public.filing(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.filing_figure
    ADD CONSTRAINT filing_figure_filing_id_36d0c347_fk_filing_id FOREIGN KEY (filing_id) REFERENCES public.filing(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.filing
    ADD CONSTRAINT filing_filed_by_agency_id_9fcef9b5_fk_agency_id FOREIGN KEY (filed_by_agency_id) REFERENCES public.agency(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.filing
    ADD CONSTRAINT filing_holder_id_3cf48ff7_fk_agency_id FOREIGN KEY (holder_id) REFERENCES public.agency(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.filing
    ADD CONSTRAINT filing_obligation_id_d1607d8c_fk_obligation_id FOREIGN KEY (obligation_id) REFERENCES public.obligation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.filing_source
    ADD CONSTRAINT filing_source_filing_id_82cfff62_fk_filing_id FOREIGN KEY (filing_id) REFERENCES public.filing(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.filing_source
    ADD CONSTRAINT filing_source_obligation_id_80a3db73_fk_obligation_id FOREIGN KEY (obligation_id) REFERENCES public.obligation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.filing_source
    ADD CONSTRAINT filing_source_source_id_75b54074_fk_filing_id FOREIGN KEY (source_id) REFERENCES public.filing(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.filing_step
    ADD CONSTRAINT filing_step_agency_id_c4641941_fk_agency_id FOREIGN KEY (agency_id) REFERENCES public.agency(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.filing_step
    ADD CONSTRAINT filing_step_filing_id_9e657609_fk_filing_id FOREIGN KEY (filing_id) REFERENCES public.filing(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.filing_step
    ADD CONSTRAINT filing_step_to_agency_id_82c2b9f8_fk_agency_id FOREIGN KEY (to_agency_id) REFERENCES public.agency(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.insurance_handover
    ADD CONSTRAINT insurance_handover_facility_id_1341bd1d_fk_facility_id FOREIGN KEY (facility_id) REFERENCES public.facility(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.insurance_handover
    ADD CONSTRAINT insurance_handover_run_id_b165a754_fk_collection_run_id FOREIGN KEY (run_id) REFERENCES public.collection_run(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.insurance_left_out
    ADD CONSTRAINT insurance_left_out_beneficiary_id_29d177e8_fk_beneficiary_id FOREIGN KEY (beneficiary_id) REFERENCES public.beneficiary(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.insurance_left_out
    ADD CONSTRAINT insurance_left_out_handover_id_4b495a08_fk_insurance FOREIGN KEY (handover_id) REFERENCES public.insurance_handover(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.insurance_note
    ADD CONSTRAINT insurance_note_beneficiary_id_8117c38b_fk_beneficiary_id FOREIGN KEY (beneficiary_id) REFERENCES public.beneficiary(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.insurance_note
    ADD CONSTRAINT insurance_note_run_id_261a79bb_fk_collection_run_id FOREIGN KEY (run_id) REFERENCES public.collection_run(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.insurance_row
    ADD CONSTRAINT insurance_row_beneficiary_id_f80c2791_fk_beneficiary_id FOREIGN KEY (beneficiary_id) REFERENCES public.beneficiary(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.insurance_row
    ADD CONSTRAINT insurance_row_bill_id_77f9ae17_fk_bill_id FOREIGN KEY (bill_id) REFERENCES public.bill(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.insurance_row
    ADD CONSTRAINT insurance_row_handover_id_d9ca95f3_fk_insurance_handover_id FOREIGN KEY (handover_id) REFERENCES public.insurance_handover(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.invoice_account
    ADD CONSTRAINT invoice_account_facility_id_7863ee54_fk_facility_id FOREIGN KEY (facility_id) REFERENCES public.facility(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.invoice
    ADD CONSTRAINT invoice_bill_id_c6237cae_fk_bill_id FOREIGN KEY (bill_id) REFERENCES public.bill(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.invoice
    ADD CONSTRAINT invoice_replaces_id_e27230f0_fk_invoice_id FOREIGN KEY (replaces_id) REFERENCES public.invoice(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.kept_answer
    ADD CONSTRAINT kept_answer_api_key_id_ba2ca754_fk_api_key_id FOREIGN KEY (api_key_id) REFERENCES public.api_key(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.kitchen_count
    ADD CONSTRAINT kitchen_count_meal_id_98b2d101_fk_meal_id FOREIGN KEY (meal_id) REFERENCES public.meal(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ledger_account
    ADD CONSTRAINT ledger_account_facility_id_57b69ac5_fk_facility_id FOREIGN KEY (facility_id) REFERENCES public.facility(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.line_match
    ADD CONSTRAINT line_match_line_id_28b5de23_fk_bank_line_id FOREIGN KEY (line_id) REFERENCES public.bank_line(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.line_match_undone
    ADD CONSTRAINT line_match_undone_match_id_ec90d7f3_fk_line_match_id FOREIGN KEY (match_id) REFERENCES public.line_match(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.line_seen
    ADD CONSTRAINT line_seen_line_id_bc01bcfc_fk_bank_line_id FOREIGN KEY (line_id) REFERENCES public.bank_line(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.line_seen
    ADD CONSTRAINT line_seen_statement_id_7b78c409_fk_statement_id FOREIGN KEY (statement_id) REFERENCES public.statement(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.line_state
    ADD CONSTRAINT line_state_line_id_424bd69f_fk_bank_line_id FOREIGN KEY (line_id) REFERENCES public.bank_line(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.meal
    ADD CONSTRAINT meal_fee_item_id_65f87880_fk_fee_item_id FOREIGN KEY (fee_item_id) REFERENCES public.fee_item(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.meal_rule
    ADD CONSTRAINT meal_rule_facility_id_538f3936_fk_facility_id FOREIGN KEY (facility_id) REFERENCES public.facility(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.meal_settlement_line
    ADD CONSTRAINT meal_settlement_line_beneficiary_id_e7f1aedd_fk_beneficiary_id FOREIGN KEY (beneficiary_id) REFERENCES public.beneficiary(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.meal_settlement_line
    ADD CONSTRAINT meal_settlement_line_settlement_id_af9dbe26_fk_meal_sett FOREIGN KEY (settlement_id) REFERENCES public.meal_settlement(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.meal_settlement
    ADD CONSTRAINT meal_settlement_meal_id_5687253a_fk_meal_id FOREIGN KEY (meal_id) REFERENCES public.meal(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.meal_tick
    ADD CONSTRAINT meal_tick_beneficiary_id_c483780c_fk_beneficiary_id FOREIGN KEY (beneficiary_id) REFERENCES public.beneficiary(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.meal_tick
    ADD CONSTRAINT meal_tick_meal_id_e091d953_fk_meal_id FOREIGN KEY (meal_id) REFERENCES public.meal(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.merchant
    ADD CONSTRAINT merchant_facility_id_da4a3b4d_fk_facility_id FOREIGN KEY (facility_id) REFERENCES public.facility(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.method_fee
    ADD CONSTRAINT method_fee_facility_id_73efcd45_fk_facility_id FOREIGN KEY (facility_id) REFERENCES public.facility(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.method_fee
    ADD CONSTRAINT method_fee_merchant_id_95f7db47_fk_merchant_id FOREIGN KEY (merchant_id) REFERENCES public.merchant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.method_incentive
    ADD CONSTRAINT method_incentive_facility_id_9a4a230a_fk_facility_id FOREIGN KEY (facility_id) REFERENCES public.facility(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.method_incentive
    ADD CONSTRAINT method_incentive_merchant_id_936e133c_fk_merchant_id FOREIGN KEY (merchant_id) REFERENCES public.merchant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.obligation
    ADD CONSTRAINT obligation_agency_id_7f241646_fk_agency_id FOREIGN KEY (agency_id) REFERENCES public.agency(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.obligation
    ADD CONSTRAINT obligation_place_id_75a0e6d5_fk_place_id FOREIGN KEY (place_id) REFERENCES public.place(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_identifies_id_a59b0a2a_fk_payment_id FOREIGN KEY (identifies_id) REFERENCES public.payment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.payment_return
    ADD CONSTRAINT payment_return_payment_id_99850b05_fk_payment_id FOREIGN KEY (payment_id) REFERENCES public.payment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.payout_account
    ADD CONSTRAINT payout_account_beneficiary_id_870fa9bd_fk_beneficiary_id FOREIGN KEY (beneficiary_id) REFERENCES public.beneficiary(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.payout_account
    ADD CONSTRAINT payout_account_facility_id_cd679a63_fk_facility_id FOREIGN KEY (facility_id) REFERENCES public.facility(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.payout
    ADD CONSTRAINT payout_beneficiary_id_2be0547e_fk_beneficiary_id FOREIGN KEY (beneficiary_id) REFERENCES public.beneficiary(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.payout_list
    ADD CONSTRAINT payout_list_facility_id_6e417647_fk_facility_id FOREIGN KEY (facility_id) REFERENCES public.facility(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.payout
    ADD CONSTRAINT payout_payout_list_id_021e3780_fk_payout_list_id FOREIGN KEY (payout_list_id) REFERENCES public.payout_list(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.period_seal
    ADD CONSTRAINT period_seal_closing_id_a4fb0b2b_fk_period_closing_id FOREIGN KEY (closing_id) REFERENCES public.period_closing(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.place
    ADD CONSTRAINT place_parent_id_e1ad7a3e_fk_place_id FOREIGN KEY (parent_id) REFERENCES public.place(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.place
    ADD CONSTRAINT place_province_id_9706fd1f_fk_place_id FOREIGN KEY (province_id) REFERENCES public.place(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.place_succession
    ADD CONSTRAINT place_succession_predecessor_id_8b5fe9a1_fk_place_id FOREIGN KEY (predecessor_id) REFERENCES public.place(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.place_succession
    ADD CONSTRAINT place_succession_successor_id_d5a594fa_fk_place_id FOREIGN KEY (successor_id) REFERENCES public.place(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.platform_listing
    ADD CONSTRAINT platform_listing_platform_id_4641fe0b_fk_platform_id FOREIGN KEY (platform_id) REFERENCES public.platform(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.platform_use
    ADD CONSTRAINT platform_use_facility_id_a9577ab5_fk_facility_id FOREIGN KEY (facility_id) REFERENCES public.facility(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.platform_use
    ADD CONSTRAINT platform_use_platform_id_364394df_fk_platform_id FOREIGN KEY (platform_id) REFERENCES public.platform(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.receipt_slip
    ADD CONSTRAINT receipt_slip_book_id_679752f6_fk_receipt_book_id FOREIGN KEY (book_id) REFERENCES public.receipt_book(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.receipt_slip
    ADD CONSTRAINT receipt_slip_payment_id_03e36b90_fk_payment_id FOREIGN KEY (payment_id) REFERENCES public.payment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.reconciliation_rule
    ADD CONSTRAINT reconciliation_rule_facility_id_6f914277_fk_facility_id FOREIGN KEY (facility_id) REFERENCES public.facility(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.refund_limit
    ADD CONSTRAINT refund_limit_facility_id_0e64a4fd_fk_facility_id FOREIGN KEY (facility_id) REFERENCES public.facility(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.refund
    ADD CONSTRAINT refund_payment_id_1ff9aaf0_fk_payment_id FOREIGN KEY (payment_id) REFERENCES public.payment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.registration
    ADD CONSTRAINT registration_beneficiary_id_fa43fa96_fk_beneficiary_id FOREIGN KEY (beneficiary_id) REFERENCES public.beneficiary(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.registration
    ADD CONSTRAINT registration_fee_item_id_6eb3f4bb_fk_fee_item_id FOREIGN KEY (fee_item_id) REFERENCES public.fee_item(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.reminder_plan
    ADD CONSTRAINT reminder_plan_facility_id_583be1b5_fk_facility_id FOREIGN KEY (facility_id) REFERENCES public.facility(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.report_reminder
    ADD CONSTRAINT report_reminder_obligation_id_ecef6ff1_fk_obligation_id FOREIGN KEY (obligation_id) REFERENCES public.obligation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.report_reminder
    ADD CONSTRAINT report_reminder_to_agency_id_eaab6d8a_fk_agency_id FOREIGN KEY (to_agency_id) REFERENCES public.agency(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.run_closing
    ADD CONSTRAINT run_closing_run_id_f0b76e39_fk_collection_run_id FOREIGN KEY (run_id) REFERENCES public.collection_run(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.run_item
    ADD CONSTRAINT run_item_fee_item_id_f2ac4e63_fk_fee_item_id FOREIGN KEY (fee_item_id) REFERENCES public.fee_item(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.run_item
    ADD CONSTRAINT run_item_run_id_21cbf7d9_fk_collection_run_id FOREIGN KEY (run_id) REFERENCES public.collection_run(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.school_sheet
    ADD CONSTRAINT school_sheet_facility_id_31bab0af_fk_facility_id FOREIGN KEY (facility_id) REFERENCES public.facility(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.school_sheet
    ADD CONSTRAINT school_sheet_run_id_fce8e43e_fk_collection_run_id FOREIGN KEY (run_id) REFERENCES public.collection_run(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.settled_row
    ADD CONSTRAINT settled_row_row_id_b6cb1eef_fk_settlement_row_id FOREIGN KEY (row_id) REFERENCES public.settlement_row(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.settlement
    ADD CONSTRAINT settlement_file_id_ae26f194_fk_statement_file_id FOREIGN KEY (file_id) REFERENCES public.statement_file(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.settlement_row
    ADD CONSTRAINT settlement_row_settlement_id_aee02fa5_fk_settlement_id FOREIGN KEY (settlement_id) REFERENCES public.settlement(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.sheet_mapping
    ADD CONSTRAINT sheet_mapping_facility_id_588f0b17_fk_facility_id FOREIGN KEY (facility_id) REFERENCES public.facility(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.staff_assignment
    ADD CONSTRAINT staff_assignment_agency_id_061451ba_fk_agency_id FOREIGN KEY (agency_id) REFERENCES public.agency(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.staff_assignment
    ADD CONSTRAINT staff_assignment_facility_id_6751f98b_fk_facility_id FOREIGN KEY (facility_id) REFERENCES public.facility(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.staff_assignment
    ADD CONSTRAINT staff_assignment_place_id_38424799_fk_place_id FOREIGN KEY (place_id) REFERENCES public.place(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.staff_assignment
    ADD CONSTRAINT staff_assignment_user_id_8a52a9d5_fk_staff_user_id FOREIGN KEY (user_id) REFERENCES public.staff_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.statement
    ADD CONSTRAINT statement_file_id_8ab2d5dc_fk_statement_file_id FOREIGN KEY (file_id) REFERENCES public.statement_file(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.task_comment
    ADD CONSTRAINT task_comment_agency_id_6ce7ecf6_fk_agency_id FOREIGN KEY (agency_id) REFERENCES public.agency(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.task_comment
    ADD CONSTRAINT task_comment_item_id_906b359b_fk_task_item_id FOREIGN KEY (item_id) REFERENCES public.task_item(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.task_funding
    ADD CONSTRAINT task_funding_agency_id_ad178a87_fk_agency_id FOREIGN KEY (agency_id) REFERENCES public.agency(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.task_funding
    ADD CONSTRAINT task_funding_item_id_f8e1291f_fk_task_item_id FOREIGN KEY (item_id) REFERENCES public.task_item(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.task_item
    ADD CONSTRAINT task_item_place_id_ace2b7e7_fk_place_id FOREIGN KEY (place_id) REFERENCES public.place(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.task_part
    ADD CONSTRAINT task_part_agency_id_9cf1e9ab_fk_agency_id FOREIGN KEY (agency_id) REFERENCES public.agency(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.task_part
    ADD CONSTRAINT task_part_item_id_fe6d7d81_fk_task_item_id FOREIGN KEY (item_id) REFERENCES public.task_item(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.task_step
    ADD CONSTRAINT task_step_agency_id_19fb909d_fk_agency_id FOREIGN KEY (agency_id) REFERENCES public.agency(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.task_step
    ADD CONSTRAINT task_step_part_id_45f889ec_fk_task_part_id FOREIGN KEY (part_id) REFERENCES public.task_part(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.task_support
    ADD CONSTRAINT task_support_agency_id_a8992fdb_fk_agency_id FOREIGN KEY (agency_id) REFERENCES public.agency(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.task_support
    ADD CONSTRAINT task_support_item_id_2c5f05b6_fk_task_item_id FOREIGN KEY (item_id) REFERENCES public.task_item(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.telling
    ADD CONSTRAINT telling_bill_id_20be8680_fk_bill_id FOREIGN KEY (bill_id) REFERENCES public.bill(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.telling
    ADD CONSTRAINT telling_letter_id_4e5e6ec5_fk_letter_id FOREIGN KEY (letter_id) REFERENCES public.letter(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.terminal
    ADD CONSTRAINT terminal_facility_id_d3d63ede_fk_facility_id FOREIGN KEY (facility_id) REFERENCES public.facility(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.terminal
    ADD CONSTRAINT terminal_merchant_id_56c76148_fk_merchant_id FOREIGN KEY (merchant_id) REFERENCES public.merchant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.told_before
    ADD CONSTRAINT told_before_heard_id_0fb2eaf5_fk_heard_id FOREIGN KEY (heard_id) REFERENCES public.heard(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.told_before
    ADD CONSTRAINT told_before_line_heard_id_a96df8de_fk_heard_id FOREIGN KEY (line_heard_id) REFERENCES public.heard(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.uploaded_workbook
    ADD CONSTRAINT uploaded_workbook_facility_id_372ac1a8_fk_facility_id FOREIGN KEY (facility_id) REFERENCES public.facility(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.uploaded_workbook
    ADD CONSTRAINT uploaded_workbook_run_id_5b841c05_fk_collection_run_id FOREIGN KEY (run_id) REFERENCES public.collection_run(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.webhook_delivery
    ADD CONSTRAINT webhook_delivery_endpoint_id_b30f68a9_fk_webhook_endpoint_id FOREIGN KEY (endpoint_id) REFERENCES public.webhook_endpoint(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.webhook_endpoint
    ADD CONSTRAINT webhook_endpoint_facility_id_8b68fbf1_fk_facility_id FOREIGN KEY (facility_id) REFERENCES public.facility(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE public.adjustment ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.adjustment_line ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.api_key ENABLE ROW LEVEL SECURITY;
CREATE POLICY app_agrees_or_withdraws ON public.refund AS RESTRICTIVE FOR UPDATE TO thuphi_app USING ((state = ANY (ARRAY['asked'::text, 'approved'::text, 'sent'::text]))) WITH CHECK ((state = ANY (ARRAY['asked'::text, 'approved'::text, 'withdrawn'::text, 'sent'::text])));

CREATE POLICY app_answers ON public.difficulty FOR UPDATE TO thuphi_app USING ((to_agency_id = ANY (( SELECT public.thuphi_agency_scope() AS thuphi_agency_scope)::bigint[]))) WITH CHECK ((to_agency_id = ANY (( SELECT public.thuphi_agency_scope() AS thuphi_agency_scope)::bigint[])));

CREATE POLICY app_asks ON public.invoice AS RESTRICTIVE FOR INSERT TO thuphi_app WITH CHECK (((state = 'asked'::text) AND (number IS NULL)));

CREATE POLICY app_asks ON public.refund AS RESTRICTIVE FOR INSERT TO thuphi_app WITH CHECK (((state = ANY (ARRAY['asked'::text, 'approved'::text])) AND (sent_at IS NULL) AND (closed_at IS NULL)));

CREATE POLICY app_begins ON public.attempt AS RESTRICTIVE FOR INSERT TO thuphi_app WITH CHECK (((state = 'created'::text) AND (sent_at IS NULL) AND (heard_id IS NULL)));

CREATE POLICY app_begins_with_one ON public.receipt_series AS RESTRICTIVE FOR INSERT TO thuphi_app WITH CHECK ((last_number = 1));

CREATE POLICY app_books_no_providers_money ON public.transfer AS RESTRICTIVE FOR INSERT TO thuphi_app WITH CHECK (((recipe <> ALL (ARRAY['pay'::text, 'overpay'::text, 'pay_unknown'::text])) OR (public.is_brought_by_a_line(facility_id, recipe, reference, amount_vnd) AND ((debit_account_id IS NULL) OR (EXISTS ( SELECT
   FROM public.ledger_account a
  WHERE ((a.id = transfer.debit_account_id) AND (a.kind = 'clearing'::text) AND (a.detail = 'statement'::text))))))));

CREATE POLICY app_brings_no_evidence ON public.merchant AS RESTRICTIVE FOR INSERT TO thuphi_app WITH CHECK ((last_paid_on IS NULL));

CREATE POLICY app_changes_its_facilities ON public.facility FOR UPDATE TO thuphi_app USING ((id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_claims_no_credit ON public.bank_credit AS RESTRICTIVE FOR INSERT TO thuphi_app WITH CHECK (false);

CREATE POLICY app_committee_gives ON public.task_part FOR INSERT TO thuphi_app WITH CHECK (((state = 'not_started'::text) AND (EXISTS ( SELECT
   FROM (public.task_item i
     JOIN public.agency a ON ((a.place_id = i.place_id)))
  WHERE ((i.id = task_part.item_id) AND (a.kind = 'peoples_committee'::text) AND (a.id = ANY (( SELECT public.thuphi_agency_scope() AS thuphi_agency_scope)::bigint[])))))));

CREATE POLICY app_committee_sets_days ON public.task_item FOR UPDATE TO thuphi_app USING ((EXISTS ( SELECT
   FROM public.agency a
  WHERE ((a.id = ANY (( SELECT public.thuphi_agency_scope() AS thuphi_agency_scope)::bigint[])) AND (a.kind = 'peoples_committee'::text) AND (a.place_id = task_item.place_id))))) WITH CHECK (true);

CREATE POLICY app_committee_sets_the_day ON public.obligation FOR UPDATE TO thuphi_app USING (((periodicity = 'as_prescribed'::text) AND (EXISTS ( SELECT
   FROM public.agency a
  WHERE ((a.id = ANY (( SELECT public.thuphi_agency_scope() AS thuphi_agency_scope)::bigint[])) AND (a.kind = 'peoples_committee'::text) AND (a.place_id = obligation.place_id)))))) WITH CHECK (true);

CREATE POLICY app_counts_its_facilities ON public.month_count TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_decides_as_a_person ON public.reconciliation_decision AS RESTRICTIVE FOR INSERT TO thuphi_app WITH CHECK ((decided_by IS NOT NULL));

CREATE POLICY app_declares ON public.platform_use AS RESTRICTIVE FOR INSERT TO thuphi_app WITH CHECK ((state = 'declared'::text));

CREATE POLICY app_ends_for_its_offices ON public.fee_ceiling FOR UPDATE TO thuphi_app USING ((agency_id = ANY (( SELECT public.thuphi_agency_scope() AS thuphi_agency_scope)::bigint[]))) WITH CHECK ((agency_id = ANY (( SELECT public.thuphi_agency_scope() AS thuphi_agency_scope)::bigint[])));

CREATE POLICY app_hears_cash_operators_and_lines ON public.heard AS RESTRICTIVE FOR INSERT TO thuphi_app WITH CHECK ((((channel = 'cash'::text) AND (method = 'cash'::text) AND (merchant_id = 0)) OR ((channel = ANY (ARRAY['gsma'::text, 'portal'::text])) AND (EXISTS ( SELECT
   FROM public.merchant m
  WHERE ((m.id = heard.merchant_id) AND (m.channel = heard.channel) AND (m.facility_id = heard.facility_id) AND m.is_active)))) OR ((channel = 'statement'::text) AND (method = 'qr'::text) AND (merchant_id = 0) AND (EXISTS ( SELECT
   FROM public.bank_line l
  WHERE ((l.id =
        CASE
            WHEN (heard.provider_reference ~ '^line:[1-9][0-9]{0,17}$'::text) THEN (substr(heard.provider_reference, 6))::bigint
            ELSE NULL::bigint
        END) AND (l.facility_id = heard.facility_id) AND (l.account = heard.account) AND (l.direction = 'in'::text) AND (NOT l.is_reversal) AND (l.amount_vnd = heard.amount_vnd)))))));

CREATE POLICY app_keeps_what_differs ON public.heard_otherwise FOR INSERT TO thuphi_app WITH CHECK ((EXISTS ( SELECT
   FROM public.heard h
  WHERE ((h.id = heard_otherwise.heard_id) AND (h.channel = ANY (ARRAY['gsma'::text, 'portal'::text]))))));

CREATE POLICY app_lead_moves_its_part ON public.task_part FOR UPDATE TO thuphi_app USING ((agency_id = ANY (( SELECT public.thuphi_agency_scope() AS thuphi_agency_scope)::bigint[]))) WITH CHECK ((agency_id = ANY (( SELECT public.thuphi_agency_scope() AS thuphi_agency_scope)::bigint[])));

CREATE POLICY app_lead_writes ON public.task_step FOR INSERT TO thuphi_app WITH CHECK ((agency_id = ANY (( SELECT public.thuphi_agency_scope() AS thuphi_agency_scope)::bigint[])));

CREATE POLICY app_lets_wait_what_it_heard ON public.heard_waiting FOR INSERT TO thuphi_app WITH CHECK (((EXISTS ( SELECT
   FROM public.heard h
  WHERE ((h.id = heard_waiting.heard_id) AND (h.channel = ANY (ARRAY['gsma'::text, 'portal'::text]))))) AND (NOT (EXISTS ( SELECT
   FROM public.payment p
  WHERE (p.heard_id = heard_waiting.heard_id))))));

CREATE POLICY app_lists ON public.payout AS RESTRICTIVE FOR INSERT TO thuphi_app WITH CHECK (((state = 'listed'::text) AND (EXISTS ( SELECT
   FROM public.payout_list l
  WHERE ((l.id = payout.payout_list_id) AND (l.state = 'draft'::text))))));

CREATE POLICY app_matches_as_a_person ON public.line_match AS RESTRICTIVE FOR INSERT TO thuphi_app WITH CHECK ((how = 'person'::text));

CREATE POLICY app_never_confirms ON public.attempt AS RESTRICTIVE FOR UPDATE TO thuphi_app USING ((state <> 'confirmed'::text)) WITH CHECK ((state <> 'confirmed'::text));

CREATE POLICY app_office_remarks ON public.task_comment FOR INSERT TO thuphi_app WITH CHECK ((agency_id = ANY (( SELECT public.thuphi_agency_scope() AS thuphi_agency_scope)::bigint[])));

CREATE POLICY app_office_strikes ON public.task_funding FOR UPDATE TO thuphi_app USING ((agency_id = ANY (( SELECT public.thuphi_agency_scope() AS thuphi_agency_scope)::bigint[]))) WITH CHECK ((agency_id = ANY (( SELECT public.thuphi_agency_scope() AS thuphi_agency_scope)::bigint[])));

CREATE POLICY app_office_writes ON public.task_funding FOR INSERT TO thuphi_app WITH CHECK ((agency_id = ANY (( SELECT public.thuphi_agency_scope() AS thuphi_agency_scope)::bigint[])));

CREATE POLICY app_offices_and_its_facility_see ON public.difficulty FOR SELECT TO thuphi_app USING ((( SELECT public.thuphi_is_an_office() AS thuphi_is_an_office) OR (facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))));

CREATE POLICY app_offices_see ON public.filing FOR SELECT TO thuphi_app USING ((( SELECT public.thuphi_is_an_office() AS thuphi_is_an_office) AND ((state <> 'draft'::text) OR (agency_id = ANY (( SELECT public.thuphi_agency_scope() AS thuphi_agency_scope)::bigint[])))));

CREATE POLICY app_offices_see ON public.filing_figure FOR SELECT TO thuphi_app USING ((( SELECT public.thuphi_is_an_office() AS thuphi_is_an_office) AND (EXISTS ( SELECT
   FROM public.filing f
  WHERE (f.id = filing_figure.filing_id)))));

CREATE POLICY app_offices_see ON public.filing_source FOR SELECT TO thuphi_app USING (( SELECT public.thuphi_is_an_office() AS thuphi_is_an_office));

CREATE POLICY app_offices_see ON public.filing_step FOR SELECT TO thuphi_app USING (( SELECT public.thuphi_is_an_office() AS thuphi_is_an_office));

CREATE POLICY app_offices_see ON public.obligation FOR SELECT TO thuphi_app USING (( SELECT public.thuphi_is_an_office() AS thuphi_is_an_office));

CREATE POLICY app_offices_see ON public.report_reminder FOR SELECT TO thuphi_app USING (( SELECT public.thuphi_is_an_office() AS thuphi_is_an_office));

CREATE POLICY app_offices_see ON public.task_comment FOR SELECT TO thuphi_app USING ((COALESCE(cardinality(( SELECT public.thuphi_agency_scope() AS thuphi_agency_scope)), 0) > 0));

CREATE POLICY app_offices_see ON public.task_funding FOR SELECT TO thuphi_app USING ((COALESCE(cardinality(( SELECT public.thuphi_agency_scope() AS thuphi_agency_scope)), 0) > 0));

CREATE POLICY app_offices_see ON public.task_item FOR SELECT TO thuphi_app USING ((COALESCE(cardinality(( SELECT public.thuphi_agency_scope() AS thuphi_agency_scope)), 0) > 0));

CREATE POLICY app_offices_see ON public.task_part FOR SELECT TO thuphi_app USING ((COALESCE(cardinality(( SELECT public.thuphi_agency_scope() AS thuphi_agency_scope)), 0) > 0));

CREATE POLICY app_offices_see ON public.task_step FOR SELECT TO thuphi_app USING ((COALESCE(cardinality(( SELECT public.thuphi_agency_scope() AS thuphi_agency_scope)), 0) > 0));

CREATE POLICY app_offices_see ON public.task_support FOR SELECT TO thuphi_app USING ((COALESCE(cardinality(( SELECT public.thuphi_agency_scope() AS thuphi_agency_scope)), 0) > 0));

CREATE POLICY app_offices_see_events_of_reports ON public.event FOR SELECT TO thuphi_app USING (((facility_id IS NULL) AND ((kind ~~ 'report\_%'::text) OR (kind ~~ 'difficulty\_%'::text)) AND ( SELECT public.thuphi_is_an_office() AS thuphi_is_an_office)));

CREATE POLICY app_offices_see_events_of_tasks ON public.event FOR SELECT TO thuphi_app USING (((facility_id IS NULL) AND (kind ~~ 'task\_%'::text) AND (COALESCE(cardinality(( SELECT public.thuphi_agency_scope() AS thuphi_agency_scope)), 0) > 0)));

CREATE POLICY app_offices_step ON public.filing_step FOR INSERT TO thuphi_app WITH CHECK ((agency_id = ANY (( SELECT public.thuphi_agency_scope() AS thuphi_agency_scope)::bigint[])));

CREATE POLICY app_only_queues ON public.letter AS RESTRICTIVE FOR INSERT TO thuphi_app WITH CHECK (((state = 'waiting'::text) AND (tries = 0) AND (cost_vnd = 0) AND (provider_reference = ''::text) AND (trouble = ''::text) AND (NOT is_forgiven)));

CREATE POLICY app_prepares ON public.payout_list AS RESTRICTIVE FOR INSERT TO thuphi_app WITH CHECK ((state = 'draft'::text));

CREATE POLICY app_queues_codes ON public.letter FOR INSERT TO thuphi_app WITH CHECK (((facility_id IS NULL) AND (kind = 'code'::text)));

CREATE POLICY app_releases_opens_and_gives ON public.credit AS RESTRICTIVE FOR INSERT TO thuphi_app WITH CHECK (((source = ANY (ARRAY['released'::text, 'opening'::text])) OR ((source = 'given'::text) AND (EXISTS ( SELECT
   FROM public.payment p
  WHERE ((p.id = credit.payment_id) AND (p.facility_id = credit.facility_id) AND (p.finding = 'credit'::text) AND (p.excess_vnd = credit.amount_vnd)))))));

CREATE POLICY app_reporter_changes ON public.filing_figure FOR UPDATE TO thuphi_app USING ((EXISTS ( SELECT
   FROM public.filing f
  WHERE ((f.id = filing_figure.filing_id) AND (f.agency_id = ANY (( SELECT public.thuphi_agency_scope() AS thuphi_agency_scope)::bigint[])))))) WITH CHECK ((EXISTS ( SELECT
   FROM public.filing f
  WHERE ((f.id = filing_figure.filing_id) AND (f.agency_id = ANY (( SELECT public.thuphi_agency_scope() AS thuphi_agency_scope)::bigint[]))))));

CREATE POLICY app_reporter_drafts ON public.filing FOR INSERT TO thuphi_app WITH CHECK (((state = 'draft'::text) AND (agency_id = ANY (( SELECT public.thuphi_agency_scope() AS thuphi_agency_scope)::bigint[]))));

CREATE POLICY app_reporter_or_holder_moves ON public.filing FOR UPDATE TO thuphi_app USING (((agency_id = ANY (( SELECT public.thuphi_agency_scope() AS thuphi_agency_scope)::bigint[])) OR (holder_id = ANY (( SELECT public.thuphi_agency_scope() AS thuphi_agency_scope)::bigint[])))) WITH CHECK (((agency_id = ANY (( SELECT public.thuphi_agency_scope() AS thuphi_agency_scope)::bigint[])) OR (route && ( SELECT public.thuphi_agency_scope() AS thuphi_agency_scope))));

CREATE POLICY app_reporter_writes ON public.filing_figure FOR INSERT TO thuphi_app WITH CHECK ((EXISTS ( SELECT
   FROM public.filing f
  WHERE ((f.id = filing_figure.filing_id) AND (f.agency_id = ANY (( SELECT public.thuphi_agency_scope() AS thuphi_agency_scope)::bigint[]))))));

CREATE POLICY app_reporter_writes ON public.filing_source FOR INSERT TO thuphi_app WITH CHECK ((EXISTS ( SELECT
   FROM public.filing f
  WHERE ((f.id = filing_source.filing_id) AND (f.agency_id = ANY (( SELECT public.thuphi_agency_scope() AS thuphi_agency_scope)::bigint[]))))));

CREATE POLICY app_seals_secrets ON public.merchant AS RESTRICTIVE FOR INSERT TO thuphi_app WITH CHECK (((secret_names <> '{}'::text[]) AND (octet_length(sealed) > 0)));

CREATE POLICY app_sees_its_facilities ON public.adjustment TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.adjustment_line TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.api_key TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.attempt TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.attempt_step TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.bank_credit TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.bank_line TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.basket TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.basket_line TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.beneficiary TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.bill TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.bill_line TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.book_foot TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.book_layout TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.carried_arrear TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.cash_deposit TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.charge TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.charge_back TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.class_allowance TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.closed_bill TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.collection_run TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.column_profile TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.coupon_return TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.credit TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.credit_payout TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.credit_rule TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.credit_use TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.declaration TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.declaration_evidence TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.declaration_flag TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.declared_value TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.event FOR SELECT TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.exemption TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.fee_agreement TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.fee_item TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.hand_over TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.heard TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.heard_otherwise FOR SELECT TO thuphi_app USING ((EXISTS ( SELECT
   FROM public.heard h
  WHERE (h.id = heard_otherwise.heard_id))));

CREATE POLICY app_sees_its_facilities ON public.insurance_handover TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.insurance_left_out TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.insurance_note TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.insurance_row TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.invoice TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.invoice_account TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.kept_answer TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.kitchen_count TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.ledger_account TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.letter TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.line_match TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.line_match_undone TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.line_seen TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.line_state TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.line_trouble TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.meal TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.meal_day TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.meal_roll TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.meal_rule TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.meal_settlement TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.meal_settlement_line TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.meal_tick TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.merchant TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.method_fee TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.method_incentive TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.payment TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.payment_return TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.payout TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.payout_account TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.payout_list TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.period_closing TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.period_seal TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.platform_use TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.receipt_book TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.receipt_series TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.receipt_slip TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.reconciliation_decision TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.reconciliation_rule TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.refund TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.refund_limit TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.registration TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.reminder_plan TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.run_closing TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.run_item TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.school_sheet TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.sealed_transfer TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.settled_row TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.settlement TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.settlement_row TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.sheet_mapping TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.statement TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.statement_file TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.telling TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.terminal TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.told_before TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.transfer TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.uploaded_workbook TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.webhook_delivery TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.webhook_endpoint TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sets_for_its_offices ON public.fee_ceiling FOR INSERT TO thuphi_app WITH CHECK ((agency_id = ANY (( SELECT public.thuphi_agency_scope() AS thuphi_agency_scope)::bigint[])));

CREATE POLICY app_sets_in_its_place ON public.fee_ceiling AS RESTRICTIVE FOR INSERT TO thuphi_app WITH CHECK ((EXISTS ( SELECT
   FROM (public.agency a
     JOIN public.place p ON ((p.id = fee_ceiling.place_id)))
  WHERE ((a.id = fee_ceiling.agency_id) AND ((a.place_id IS NULL) OR (((a.place_id = p.id) OR (a.place_id = p.parent_id)) OR (a.place_id = p.province_id)))))));

CREATE POLICY app_spends_pays_out_and_undoes ON public.credit_use AS RESTRICTIVE FOR INSERT TO thuphi_app WITH CHECK (((kind = ANY (ARRAY['bill'::text, 'payout'::text, 'payout_back'::text])) OR ((kind = 'refund'::text) AND (EXISTS ( SELECT
   FROM public.payment_return r
  WHERE ((credit_use.reference = ('refund:'::text || r.refund_id)) AND (r.facility_id = credit_use.facility_id) AND (r.from_credit_vnd >= credit_use.amount_vnd) AND ((r.kind = 'undone'::text) OR (EXISTS ( SELECT
           FROM public.charge_back c
          WHERE (c.refund_id = r.refund_id))))))))));

CREATE POLICY app_stops_or_forgives ON public.letter AS RESTRICTIVE FOR UPDATE TO thuphi_app USING ((state = ANY (ARRAY['waiting'::text, 'failed'::text]))) WITH CHECK ((state = ANY (ARRAY['stopped'::text, 'failed'::text])));

CREATE POLICY app_takes_cash_and_lines_or_finds_owners ON public.payment AS RESTRICTIVE FOR INSERT TO thuphi_app WITH CHECK (((channel = 'cash'::text) OR (identifies_id IS NOT NULL) OR ((channel = 'statement'::text) AND (EXISTS ( SELECT
   FROM public.heard h
  WHERE ((h.id = payment.heard_id) AND (h.channel = 'statement'::text) AND (h.facility_id = payment.facility_id) AND (h.amount_vnd >= payment.amount_vnd)))))));

CREATE POLICY app_takes_up_again ON public.invoice AS RESTRICTIVE FOR UPDATE TO thuphi_app USING ((state = 'refused'::text)) WITH CHECK ((state = 'asked'::text));

CREATE POLICY app_tells ON public.difficulty FOR INSERT TO thuphi_app WITH CHECK (((state = 'open'::text) AND ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])) OR (agency_id = ANY (( SELECT public.thuphi_agency_scope() AS thuphi_agency_scope)::bigint[])))));

CREATE POLICY app_undoes_and_charges_back ON public.payment_return AS RESTRICTIVE FOR INSERT TO thuphi_app WITH CHECK (((kind = 'undone'::text) OR ((kind = ANY (ARRAY['asked'::text, 'done'::text])) AND (EXISTS ( SELECT
   FROM public.charge_back c
  WHERE ((c.refund_id = payment_return.refund_id) AND (c.payment_id = payment_return.payment_id)))))));

CREATE POLICY app_undoes_as_a_person ON public.line_match_undone AS RESTRICTIVE FOR INSERT TO thuphi_app WITH CHECK ((undone_by IS NOT NULL));

CREATE POLICY app_writes ON public.event FOR INSERT TO thuphi_app WITH CHECK (((facility_id IS NULL) OR (facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))));

CREATE POLICY app_writes_its_facilities ON public.beneficiary_account TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

ALTER TABLE public.attempt ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.attempt_step ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.bank_credit ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.bank_line ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.basket ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.basket_line ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.beneficiary ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.beneficiary_account ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.bill ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.bill_line ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.book_foot ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.book_layout ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.carried_arrear ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cash_deposit ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.charge ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.charge_back ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.class_allowance ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.closed_bill ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.collection_run ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.column_profile ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.coupon_return ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.credit ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.credit_payout ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.credit_rule ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.credit_use ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.declaration ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.declaration_evidence ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.declaration_flag ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.declared_value ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.difficulty ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.event ENABLE ROW LEVEL SECURITY;
CREATE POLICY everybody_reads ON public.fee_ceiling FOR SELECT TO thuphi_app USING (true);

CREATE POLICY everybody_sees ON public.beneficiary_account FOR SELECT TO thuphi_app USING (true);

CREATE POLICY everybody_sees ON public.facility FOR SELECT TO thuphi_app USING (true);

CREATE POLICY everybody_sees ON public.fee_count FOR SELECT TO thuphi_app USING (true);

CREATE POLICY everybody_sees ON public.month_count FOR SELECT TO thuphi_app USING (true);

ALTER TABLE public.exemption ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.facility ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.fee_agreement ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.fee_ceiling ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.fee_count ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.fee_count_stale ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.fee_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.filing ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.filing_figure ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.filing_source ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.filing_step ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.hand_over ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.heard ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.heard_otherwise ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.heard_set_aside ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.heard_waiting ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.insurance_handover ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.insurance_left_out ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.insurance_note ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.insurance_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.invoice ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.invoice_account ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.kept_answer ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.kitchen_count ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.ledger_account ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.letter ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.line_match ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.line_match_undone ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.line_seen ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.line_state ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.line_trouble ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.meal ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.meal_day ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.meal_roll ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.meal_rule ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.meal_settlement ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.meal_settlement_line ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.meal_tick ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.merchant ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.method_fee ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.method_incentive ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.month_count ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.obligation ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.payment ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.payment_return ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.payout ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.payout_account ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.payout_list ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.period_closing ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.period_seal ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.platform_use ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.receipt_book ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.receipt_series ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.receipt_slip ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.reconciliation_decision ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.reconciliation_rule ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.refund ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.refund_limit ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.registration ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.reminder_plan ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.report_reminder ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.run_closing ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.run_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.school_sheet ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.sealed_transfer ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.settled_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.settlement ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.settlement_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.sheet_mapping ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.statement ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.statement_file ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.task_comment ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.task_funding ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.task_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.task_part ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.task_step ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.task_support ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.telling ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.terminal ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.told_before ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.transfer ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.uploaded_workbook ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.webhook_delivery ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.webhook_endpoint ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker_sees_all ON public.adjustment TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.adjustment_line TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.api_key TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.attempt TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.attempt_step TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.bank_credit TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.bank_line TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.basket TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.basket_line TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.beneficiary TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.beneficiary_account TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.bill TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.bill_line TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.book_foot TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.book_layout TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.carried_arrear TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.cash_deposit TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.charge TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.charge_back TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.class_allowance TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.closed_bill TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.collection_run TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.column_profile TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.coupon_return TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.credit TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.credit_payout TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.credit_rule TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.credit_use TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.declaration TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.declaration_evidence TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.declaration_flag TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.declared_value TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.difficulty TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.event TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.exemption TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.facility TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.fee_agreement TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.fee_ceiling TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.fee_count TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.fee_count_stale TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.fee_item TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.filing TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.filing_figure TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.filing_source TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.filing_step TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.hand_over TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.heard TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.heard_otherwise TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.heard_set_aside TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.heard_waiting TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.insurance_handover TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.insurance_left_out TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.insurance_note TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.insurance_row TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.invoice TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.invoice_account TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.kept_answer TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.kitchen_count TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.ledger_account TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.letter TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.line_match TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.line_match_undone TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.line_seen TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.line_state TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.line_trouble TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.meal TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.meal_day TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.meal_roll TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.meal_rule TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.meal_settlement TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.meal_settlement_line TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.meal_tick TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.merchant TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.method_fee TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.method_incentive TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.month_count TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.obligation TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.payment TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.payment_return TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.payout TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.payout_account TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.payout_list TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.period_closing TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.period_seal TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.platform_use TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.receipt_book TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.receipt_series TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.receipt_slip TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.reconciliation_decision TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.reconciliation_rule TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.refund TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.refund_limit TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.registration TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.reminder_plan TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.report_reminder TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.run_closing TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.run_item TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.school_sheet TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.sealed_transfer TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.settled_row TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.settlement TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.settlement_row TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.sheet_mapping TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.statement TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.statement_file TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.task_comment TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.task_funding TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.task_item TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.task_part TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.task_step TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.task_support TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.telling TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.terminal TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.told_before TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.transfer TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.uploaded_workbook TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.webhook_delivery TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.webhook_endpoint TO thuphi_worker USING (true) WITH CHECK (true);
