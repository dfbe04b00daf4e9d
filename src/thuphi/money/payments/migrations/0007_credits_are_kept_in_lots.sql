-- What a payment brings beyond its bill is a lot of the family's credit, written with the payment.
CREATE FUNCTION payment_excess_is_a_credit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
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
CREATE TRIGGER payment_excess_is_a_credit AFTER INSERT ON payment
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION payment_excess_is_a_credit();

-- What pages say was paid on a bill is what its payments say, less what went back and what was let go
-- as credit, with the credit that paid it.
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
CREATE FUNCTION cashless_on_bills(wanted bigint[])
RETURNS TABLE (bill_id bigint, cashless_vnd bigint)
LANGUAGE sql STABLE AS $$
    SELECT b.id, least(greatest(
        (SELECT coalesce(sum(p.applied_vnd - coalesce((
             SELECT sum(CASE r.kind WHEN 'asked' THEN r.from_bill_vnd
                                    WHEN 'failed' THEN -r.from_bill_vnd ELSE 0 END)
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
-- The payments of these bills in the order in which they were booked, each with what came before it.
applied AS (
    SELECT p.bill_id, p.facility_id, p.method,
           date_trunc('month', p.paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS month, p.applied_vnd,
           (sum(p.applied_vnd) OVER (PARTITION BY p.bill_id ORDER BY p.id))::bigint AS until_vnd,
           coalesce((
               SELECT sum(CASE r.kind WHEN 'asked' THEN r.from_bill_vnd
                                      WHEN 'failed' THEN -r.from_bill_vnd ELSE 0 END)
               FROM payment_return AS r WHERE r.payment_id = p.id), 0)::bigint AS back_vnd
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
    WHERE c.vnd > 0 AND (months IS NULL OR a.month = ANY (months))
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

-- Credit that pays a bill moves what is paid of the month in which the bill was issued.
CREATE FUNCTION credit_use_makes_fees_stale() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    INSERT INTO fee_count_stale (facility_id, month)
    SELECT DISTINCT b.facility_id,
           date_trunc('month', b.issued_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
    FROM fresh AS f JOIN bill AS b ON b.id = f.bill_id;
    RETURN NULL;
END
$$;
CREATE TRIGGER credit_use_makes_fees_stale AFTER INSERT ON credit_use
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION credit_use_makes_fees_stale();

-- A line added later moves the shares of all that was paid on its bill; thousands come at once.
DROP TRIGGER later_line_makes_fees_stale ON bill_line;
CREATE OR REPLACE FUNCTION later_line_makes_fees_stale() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
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
CREATE TRIGGER later_line_makes_fees_stale AFTER INSERT ON bill_line
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION later_line_makes_fees_stale();

-- What families had paid too much before there were lots becomes lots; what refunds took of it, uses.
INSERT INTO credit (facility_id, beneficiary_id, source, bill_id, payment_id, amount_vnd, is_cashless,
                    happened_at)
SELECT p.facility_id, b.beneficiary_id, 'overpaid', p.bill_id, p.id, p.excess_vnd, p.method <> 'cash',
       p.paid_at
FROM payment AS p JOIN bill AS b ON b.id = p.bill_id
WHERE p.excess_vnd > 0
ORDER BY p.id;

DO $$
DECLARE
    step record;
    lot record;
    open_vnd bigint;
    part bigint;
BEGIN
    FOR step IN
        SELECT r.*, p.bill_id, p.method, b.beneficiary_id,
               coalesce((SELECT a.from_credit_vnd FROM payment_return AS a
                         WHERE a.refund_id = r.refund_id AND a.kind = 'asked'), 0) AS asked_vnd
        FROM payment_return AS r
        JOIN payment AS p ON p.id = r.payment_id
        JOIN bill AS b ON b.id = p.bill_id
        WHERE r.kind IN ('asked', 'failed') AND r.from_credit_vnd > 0
        ORDER BY r.id
    LOOP
        IF step.kind = 'asked' THEN
            open_vnd := step.from_credit_vnd;
            FOR lot IN
                SELECT c.id, c.amount_vnd - coalesce((SELECT sum(u.amount_vnd) FROM credit_use AS u
                                                      WHERE u.credit_id = c.id), 0) AS left_vnd
                FROM credit AS c WHERE c.payment_id = step.payment_id ORDER BY c.id
            LOOP
                part := least(lot.left_vnd, open_vnd);
                IF part > 0 THEN
                    INSERT INTO credit_use (credit_id, facility_id, kind, amount_vnd, reference,
                                            happened_at)
                    VALUES (lot.id, step.facility_id, 'refund', part, 'refund:' || step.refund_id,
                            step.happened_at);
                    open_vnd := open_vnd - part;
                END IF;
            END LOOP;
        ELSE
            INSERT INTO credit_use (credit_id, facility_id, kind, amount_vnd, reference, happened_at)
            SELECT u.credit_id, u.facility_id, 'refund_back', -u.amount_vnd, u.reference,
                   step.happened_at
            FROM credit_use AS u
            WHERE u.reference = 'refund:' || step.refund_id AND u.kind = 'refund';
            IF step.from_credit_vnd > step.asked_vnd THEN
                INSERT INTO credit (facility_id, beneficiary_id, source, bill_id, payment_id, amount_vnd,
                                    is_cashless, happened_at)
                VALUES (step.facility_id, step.beneficiary_id, 'kept', step.bill_id, step.payment_id,
                        step.from_credit_vnd - step.asked_vnd, step.method <> 'cash', step.happened_at);
            END IF;
        END IF;
    END LOOP;
END
$$;
