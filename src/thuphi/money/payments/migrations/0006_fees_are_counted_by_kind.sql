-- Sums without any person in them are for everybody to see; the worker alone counts them.
ALTER TABLE fee_count ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker_sees_all ON fee_count TO thuphi_worker USING (true) WITH CHECK (true);
CREATE POLICY everybody_sees ON fee_count FOR SELECT TO thuphi_app USING (true);
ALTER TABLE fee_count SET (fillfactor = 70);

ALTER TABLE fee_count_stale ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker_sees_all ON fee_count_stale TO thuphi_worker USING (true) WITH CHECK (true);
-- A row lives for moments only; sweep often.
ALTER TABLE fee_count_stale SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);

-- Of so much the share that falls to one of several weights, rounded down to a whole đồng. What would
-- not fit into 64 bits when multiplied is multiplied in two steps, up to thousands of billions of đồng.
CREATE FUNCTION share_of(part bigint, weight bigint, whole bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN weight = 0 THEN 0
                WHEN part = whole THEN weight
                WHEN part < 3000000000 AND weight < 3000000000 THEN part * weight / whole
                ELSE ((part >> 20) * weight / whole << 20)
                   + (((part >> 20) * weight % whole << 20) + (part & 1048575) * weight) / whole END
$$;

-- Fees of these facilities and months counted from bills, lines, payments and returns; of all when
-- nothing is named. Each đồng of a bill belongs to one kind: `rules.by_kind` says which, in words.
CREATE FUNCTION fees_counted(facilities bigint[], months date[])
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
        SELECT l.bill_id,
            greatest(coalesce(sum(l.amount_vnd) FILTER (WHERE i.kind = 'tuition'), 0), 0)::bigint AS tuition,
            greatest(coalesce(sum(l.amount_vnd) FILTER (WHERE i.kind = 'hospital_fee'), 0), 0)::bigint
                AS hospital_fee,
            greatest(coalesce(sum(l.amount_vnd) FILTER (WHERE i.kind = 'meal'), 0), 0)::bigint AS meal,
            greatest(coalesce(sum(l.amount_vnd) FILTER (WHERE i.kind = 'boarding'), 0), 0)::bigint
                AS boarding,
            greatest(coalesce(sum(l.amount_vnd) FILTER (WHERE i.kind = 'insurance'), 0), 0)::bigint
                AS insurance,
            greatest(coalesce(sum(l.amount_vnd) FILTER (WHERE i.kind = 'other'), 0), 0)::bigint AS other
        FROM bill_line AS l
        JOIN wanted AS v ON v.bill_id = l.bill_id
        JOIN fee_item AS i ON i.id = l.fee_item_id
        GROUP BY l.bill_id
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
cashless AS (
    SELECT bill_id, sum(applied_vnd - back_vnd)::bigint AS cashless_vnd
    FROM applied WHERE method <> 'cash' GROUP BY bill_id
),
-- Points on the way from the bill's first đồng to its last: of which column, and added or taken.
point AS (
    SELECT i.id AS bill_id, i.facility_id, i.month, c.measure, 1 AS sign, c.vnd
    FROM issued AS i
    LEFT JOIN cashless AS k ON k.bill_id = i.id
    CROSS JOIN LATERAL (VALUES ('due', i.total_vnd), ('paid', i.paid_vnd),
                               ('due_cashless', coalesce(k.cashless_vnd, 0))) AS c (measure, vnd)
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

-- Who moves money says which month of which facility it touched, and no more: the month in which it
-- was paid, or the bill issued. Nobody waits for anybody here; doubles cost nothing.
CREATE FUNCTION payment_makes_fees_stale() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO fee_count_stale (facility_id, month)
    SELECT DISTINCT facility_id, date_trunc('month', paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
    FROM fresh WHERE applied_vnd > 0;
    RETURN NULL;
END
$$;
CREATE TRIGGER payment_makes_fees_stale AFTER INSERT ON payment
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION payment_makes_fees_stale();

CREATE FUNCTION bill_makes_fees_stale() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO fee_count_stale (facility_id, month)
    SELECT DISTINCT facility_id, date_trunc('month', issued_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
    FROM fresh;
    RETURN NULL;
END
$$;
CREATE TRIGGER bill_makes_fees_stale AFTER INSERT ON bill
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION bill_makes_fees_stale();

CREATE FUNCTION cancelled_bill_makes_fees_stale() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO fee_count_stale (facility_id, month)
    VALUES (NEW.facility_id,
            date_trunc('month', NEW.issued_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date);
    RETURN NULL;
END
$$;
CREATE TRIGGER cancelled_bill_makes_fees_stale AFTER UPDATE ON bill
    FOR EACH ROW WHEN ((NEW.state = 'cancelled') <> (OLD.state = 'cancelled'))
    EXECUTE FUNCTION cancelled_bill_makes_fees_stale();

-- A line added later moves the shares of all that was paid on its bill.
CREATE FUNCTION later_line_makes_fees_stale() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO fee_count_stale (facility_id, month)
    SELECT b.facility_id, date_trunc('month', b.issued_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
    FROM bill AS b WHERE b.id = NEW.bill_id
    UNION
    SELECT p.facility_id, date_trunc('month', p.paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
    FROM payment AS p WHERE p.bill_id = NEW.bill_id AND p.applied_vnd > 0;
    RETURN NULL;
END
$$;
CREATE TRIGGER later_line_makes_fees_stale AFTER INSERT ON bill_line
    FOR EACH ROW WHEN (NEW.kind IN ('debit', 'credit'))
    EXECUTE FUNCTION later_line_makes_fees_stale();

CREATE FUNCTION return_makes_fees_stale() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO fee_count_stale (facility_id, month)
    SELECT p.facility_id, date_trunc('month', p.paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
    FROM payment AS p WHERE p.id = NEW.payment_id;
    RETURN NULL;
END
$$;
CREATE TRIGGER return_makes_fees_stale AFTER INSERT ON payment_return
    FOR EACH ROW WHEN (NEW.from_bill_vnd > 0 AND NEW.kind <> 'done')
    EXECUTE FUNCTION return_makes_fees_stale();

CREATE FUNCTION kind_makes_fees_stale() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO fee_count_stale (facility_id, month)
    SELECT DISTINCT c.facility_id, c.month FROM fee_count AS c WHERE c.facility_id = NEW.facility_id;
    RETURN NULL;
END
$$;
CREATE TRIGGER kind_makes_fees_stale AFTER UPDATE ON fee_item
    FOR EACH ROW WHEN (OLD.kind <> NEW.kind) EXECUTE FUNCTION kind_makes_fees_stale();

-- What is there already is counted by the worker as soon as it looks.
INSERT INTO fee_count_stale (facility_id, month)
SELECT facility_id, date_trunc('month', issued_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date FROM bill
UNION
SELECT facility_id, date_trunc('month', paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
FROM payment WHERE applied_vnd > 0;
