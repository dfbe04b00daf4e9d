SELECT guard_rows('told_before');
SELECT keep_for_ever('told_before');
SELECT guard_rows('charge_back');
SELECT keep_for_ever('charge_back');
-- Which notification tells of a line's money is found by the worker, when it books it.
REVOKE INSERT, UPDATE ON told_before FROM thuphi_app;
REVOKE UPDATE ON charge_back FROM thuphi_app;

-- A row that says more of a payment is of the same money: no more than the payment brought, of the same
-- notification, and it says what can be said next: ownerless money is given to bills or to a family, or
-- is not ours; what was given is undone first (`payment_return`); what was not ours may be ours again.
-- Whoever comes first locks the payment.
CREATE OR REPLACE FUNCTION payment_goes_back_or_to_a_bill() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
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

-- No more goes back than came: what is asked and has not failed, for each payment. What was given to
-- the wrong one is undone as a whole, and once.
CREATE OR REPLACE FUNCTION payment_return_is_never_too_much() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
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

-- Short is only what a bank took back of itself.
CREATE FUNCTION charge_back_is_kept_as_returns() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
CREATE TRIGGER charge_back_is_kept_as_returns AFTER INSERT ON payment_return
    FOR EACH ROW WHEN (NEW.short_vnd > 0 OR (NEW.kind <> 'undone' AND current_user = 'thuphi_app'))
    EXECUTE FUNCTION charge_back_is_kept_as_returns();

-- Pages undo what was given to the wrong one, and say that the bank took money back; refunds are moved
-- by the worker.
GRANT INSERT ON payment_return TO thuphi_app;
CREATE POLICY app_undoes_and_charges_back ON payment_return AS RESTRICTIVE FOR INSERT TO thuphi_app
    WITH CHECK (kind = 'undone' OR (kind IN ('asked', 'done') AND EXISTS (
        SELECT FROM charge_back AS c
        WHERE c.refund_id = payment_return.refund_id AND c.payment_id = payment_return.payment_id)));
DROP POLICY app_spends_and_pays_out ON credit_use;
CREATE POLICY app_spends_pays_out_and_undoes ON credit_use AS RESTRICTIVE FOR INSERT TO thuphi_app
    WITH CHECK (kind IN ('bill', 'payout', 'payout_back')
        OR (kind = 'refund' AND EXISTS (
            SELECT FROM payment_return AS r
            WHERE reference = 'refund:' || r.refund_id AND r.facility_id = credit_use.facility_id
              AND r.from_credit_vnd >= amount_vnd
              AND (r.kind = 'undone' OR EXISTS (
                  SELECT FROM charge_back AS c WHERE c.refund_id = r.refund_id)))));
DROP POLICY app_releases_and_opens ON credit;
CREATE POLICY app_releases_opens_and_gives ON credit AS RESTRICTIVE FOR INSERT TO thuphi_app
    WITH CHECK (source IN ('released', 'opening')
        OR (source = 'given' AND EXISTS (
            SELECT FROM payment AS p
            WHERE p.id = payment_id AND p.facility_id = credit.facility_id AND p.finding = 'credit'
              AND p.excess_vnd = credit.amount_vnd)));

-- How much of payments a person found to be no business of this book, by the first row of their money.
CREATE VIEW payment_disowned WITH (security_invoker = true) AS
    SELECT coalesce(d.root_id, d.identifies_id) AS payment_id, d.facility_id,
           sum(d.amount_vnd)::bigint AS amount_vnd
    FROM payment AS d
    WHERE d.finding = 'not_for_us' AND d.identifies_id IS NOT NULL
      AND NOT EXISTS (SELECT FROM payment AS later WHERE later.identifies_id = d.id)
    GROUP BY 1, 2;
GRANT SELECT ON payment_disowned TO thuphi_app, thuphi_worker;

-- What pages say was paid on a bill is what its payments say, less what went back or was undone and what
-- was let go as credit, with the credit that paid it.
CREATE OR REPLACE FUNCTION bill_is_paid_by_payments() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
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

-- What of these bills' money came without cash, whole đồng.
CREATE OR REPLACE FUNCTION cashless_on_bills(wanted bigint[])
RETURNS TABLE (bill_id bigint, cashless_vnd bigint)
LANGUAGE sql STABLE AS $$
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

-- Fees of these facilities and months counted from bills, lines, payments and returns; of all when
-- nothing is named. Each đồng of a bill belongs to one kind: `rules.by_kind` says which, in words. Of a
-- bill that was credited wholly the kinds of what it once asked for say which.
CREATE OR REPLACE FUNCTION fees_counted(facilities bigint[], months date[])
RETURNS TABLE (facility_id bigint, month date, kind text, due_vnd bigint, due_paid_vnd bigint,
               due_cashless_vnd bigint, collected_vnd bigint, cashless_vnd bigint)
LANGUAGE sql STABLE AS $$
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
-- What had been given to the wrong bill collected nothing there.
undone AS MATERIALIZED (
    SELECT r.payment_id FROM payment_return AS r
    WHERE r.kind = 'undone' AND (facilities IS NULL OR r.facility_id = ANY (facilities))
),
-- The payments of these bills in the order in which they were booked, each with what came before it.
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
-- What of a bill's money came without cash: what was paid so, with credit that came so, less what of
-- it was let go as credit. `cashless_on_bills` says the same of a few bills.
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
-- Points on the way from the bill's first đồng to its last: of which column, and added or taken.
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
-- One kind after the other takes its share of what the kinds before it left. OFFSET 0 keeps each
-- step from being written out again in the next.
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

-- What is undone moves the shares of all that was paid on its bill, and what was due of it.
CREATE FUNCTION undone_makes_fees_stale() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
CREATE TRIGGER undone_makes_fees_stale AFTER INSERT ON payment_return
    FOR EACH ROW WHEN (NEW.kind = 'undone') EXECUTE FUNCTION undone_makes_fees_stale();
