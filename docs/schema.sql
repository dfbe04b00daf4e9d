CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

COMMENT ON EXTENSION btree_gist IS 'support for indexing common datatypes in GiST';

CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;

COMMENT ON EXTENSION pg_trgm IS 'text similarity measurement and index searching based on trigrams';

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
    AS $$
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
    SELECT count(*) FILTER (WHERE p.method <> 'cash' AND p.part = 0) AS cashless,
           count(*) FILTER (WHERE p.part = 0) AS payments,
           coalesce(sum(p.amount_vnd) FILTER (WHERE p.method <> 'cash'), 0)::bigint AS cashless_vnd,
           coalesce(sum(p.amount_vnd), 0)::bigint AS value_vnd
    FROM payment AS p
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

CREATE FUNCTION public.payment_goes_back_or_to_a_bill() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.share_of(part bigint, weight bigint, whole bigint) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT CASE WHEN weight = 0 THEN 0
                WHEN part = whole THEN weight
                WHEN part < 3000000000 AND weight < 3000000000 THEN part * weight / whole
                ELSE ((part >> 20) * weight / whole << 20)
                   + (((part >> 20) * weight % whole << 20) + (part & 1048575) * weight) / whole END
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

CREATE TABLE public.charge (
    id bigint NOT NULL,
    facility_id bigint NOT NULL,
    quantity integer NOT NULL,
    unit_price_vnd bigint NOT NULL,
    amount_vnd bigint NOT NULL,
    beneficiary_id bigint NOT NULL,
    fee_item_id bigint NOT NULL,
    run_id bigint NOT NULL,
    CONSTRAINT charge_amount_is_not_negative CHECK ((amount_vnd >= 0)),
    CONSTRAINT charge_amount_is_quantity_times_price CHECK ((amount_vnd = (quantity * unit_price_vnd))),
    CONSTRAINT charge_quantity_is_positive CHECK ((quantity > 0))
);

ALTER TABLE public.charge ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.charge_id_seq
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
    CONSTRAINT run_scope_is_known CHECK ((scope_kind = ANY (ARRAY['school'::text, 'grade'::text, 'class'::text]))),
    CONSTRAINT run_state_is_known CHECK ((state = ANY (ARRAY['draft'::text, 'issuing'::text, 'issued'::text, 'cancelled'::text])))
);

ALTER TABLE public.collection_run ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.collection_run_id_seq
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
    CONSTRAINT exemption_has_a_reason CHECK ((NOT (reason = ''::text))),
    CONSTRAINT exemption_is_one_to_a_hundred_percent CHECK (((percent >= 1) AND (percent <= 100))),
    CONSTRAINT exemption_lasts_a_day_or_more CHECK ((until_on > from_on))
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

CREATE TABLE public.ledger_account (
    id bigint NOT NULL,
    kind text NOT NULL,
    detail text NOT NULL,
    debit_vnd bigint DEFAULT 0 NOT NULL,
    credit_vnd bigint DEFAULT 0 NOT NULL,
    facility_id bigint NOT NULL,
    CONSTRAINT ledger_account_kind_is_known CHECK ((kind = ANY (ARRAY['receivable'::text, 'clearing'::text, 'bank'::text, 'cash'::text, 'unidentified'::text, 'payer_credit'::text, 'deposit'::text, 'refund_due'::text, 'revenue'::text, 'waiver'::text, 'provider_fee'::text, 'rounding'::text]))),
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

CREATE TABLE public.line_trouble (
    merchant_id bigint NOT NULL,
    facility_id bigint NOT NULL,
    failures integer NOT NULL,
    since timestamp with time zone NOT NULL,
    last_at timestamp with time zone NOT NULL,
    CONSTRAINT line_trouble_is_trouble CHECK ((failures > 0))
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
    CONSTRAINT payment_amounts_are_not_negative CHECK (((amount_vnd > 0) AND (applied_vnd >= 0) AND (excess_vnd >= 0) AND (unidentified_vnd >= 0))),
    CONSTRAINT payment_finding_fits_its_bill CHECK ((((bill_id IS NOT NULL) AND (finding = ANY (ARRAY['exact'::text, 'part'::text, 'over'::text])) AND (unidentified_vnd = 0)) OR ((applied_vnd = 0) AND (bill_id IS NOT NULL) AND (excess_vnd = 0) AND (finding = 'closed'::text)) OR ((NOT (finding = ANY (ARRAY['exact'::text, 'part'::text, 'over'::text, 'closed'::text]))) AND (applied_vnd = 0) AND (bill_id IS NULL) AND (excess_vnd = 0)))),
    CONSTRAINT payment_finding_is_known CHECK ((finding = ANY (ARRAY['exact'::text, 'part'::text, 'over'::text, 'closed'::text, 'unknown'::text, 'duplicate'::text, 'not_for_us'::text]))),
    CONSTRAINT payment_on_a_bill_has_a_receipt CHECK ((((finding = ANY (ARRAY['exact'::text, 'part'::text, 'over'::text])) AND (receipt_number IS NOT NULL) AND (receipt_year IS NOT NULL)) OR ((NOT (finding = ANY (ARRAY['exact'::text, 'part'::text, 'over'::text]))) AND (receipt_number IS NULL) AND (receipt_year IS NULL)))),
    CONSTRAINT payment_part_counts_from_nought CHECK ((part >= 0)),
    CONSTRAINT payment_parts_add_up CHECK ((((applied_vnd = 0) AND (excess_vnd = 0) AND (finding = ANY (ARRAY['duplicate'::text, 'not_for_us'::text])) AND (unidentified_vnd = 0)) OR ((NOT (finding = ANY (ARRAY['duplicate'::text, 'not_for_us'::text]))) AND (amount_vnd = ((applied_vnd + excess_vnd) + unidentified_vnd)))))
);

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
    CONSTRAINT payment_return_is_of_some_money CHECK (((from_bill_vnd >= 0) AND (from_credit_vnd >= 0) AND (from_unidentified_vnd >= 0) AND (NOT ((from_bill_vnd = 0) AND (from_credit_vnd = 0) AND (from_unidentified_vnd = 0))))),
    CONSTRAINT payment_return_kind_is_known CHECK ((kind = ANY (ARRAY['asked'::text, 'failed'::text, 'done'::text]))),
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

CREATE TABLE public.staff_assignment (
    id bigint NOT NULL,
    role text NOT NULL,
    agency_id bigint,
    facility_id bigint,
    place_id bigint,
    user_id bigint NOT NULL,
    CONSTRAINT assignment_is_over_one_branch CHECK ((((agency_id IS NULL) AND (facility_id IS NOT NULL) AND (place_id IS NULL)) OR ((agency_id IS NULL) AND (facility_id IS NULL) AND (place_id IS NOT NULL)) OR ((agency_id IS NOT NULL) AND (facility_id IS NULL) AND (place_id IS NULL)))),
    CONSTRAINT assignment_role_is_known CHECK ((role = ANY (ARRAY['accountant'::text, 'cashier'::text, 'head'::text, 'officer'::text, 'chairman'::text, 'operator'::text])))
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

ALTER TABLE public.terminal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.terminal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
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

ALTER TABLE ONLY public.agency
    ADD CONSTRAINT agency_name_is_unique_in_its_place UNIQUE NULLS NOT DISTINCT (name, place_id);

ALTER TABLE ONLY public.agency
    ADD CONSTRAINT agency_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_prefix_is_unique UNIQUE (prefix);

ALTER TABLE ONLY public.staff_assignment
    ADD CONSTRAINT assignment_is_given_once UNIQUE NULLS NOT DISTINCT (user_id, role, facility_id, place_id, agency_id);

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

ALTER TABLE ONLY public.charge
    ADD CONSTRAINT charge_is_planned_once UNIQUE (run_id, beneficiary_id, fee_item_id);

ALTER TABLE ONLY public.charge
    ADD CONSTRAINT charge_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.collection_run
    ADD CONSTRAINT collection_run_pkey PRIMARY KEY (id);

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

ALTER TABLE ONLY public.kept_answer
    ADD CONSTRAINT kept_answer_is_one_a_key UNIQUE (api_key_id, key);

ALTER TABLE ONLY public.kept_answer
    ADD CONSTRAINT kept_answer_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ledger_account
    ADD CONSTRAINT ledger_account_is_unique UNIQUE (facility_id, kind, detail);

ALTER TABLE ONLY public.ledger_account
    ADD CONSTRAINT ledger_account_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.line_trouble
    ADD CONSTRAINT line_trouble_pkey PRIMARY KEY (merchant_id);

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

ALTER TABLE ONLY public.receipt_series
    ADD CONSTRAINT receipt_series_is_one_a_year UNIQUE (facility_id, year);

ALTER TABLE ONLY public.receipt_series
    ADD CONSTRAINT receipt_series_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.refund_limit
    ADD CONSTRAINT refund_limit_pkey PRIMARY KEY (facility_id);

ALTER TABLE ONLY public.refund
    ADD CONSTRAINT refund_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.report_reminder
    ADD CONSTRAINT report_reminder_is_said_once UNIQUE (obligation_id, nudge);

ALTER TABLE ONLY public.report_reminder
    ADD CONSTRAINT report_reminder_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.bill
    ADD CONSTRAINT run_bills_a_beneficiary_once UNIQUE (run_id, beneficiary_id);

ALTER TABLE ONLY public.collection_run
    ADD CONSTRAINT run_name_is_unique UNIQUE (facility_id, name);

ALTER TABLE ONLY public.staff_assignment
    ADD CONSTRAINT staff_assignment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.staff_user
    ADD CONSTRAINT staff_user_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.staff_user
    ADD CONSTRAINT staff_user_username_key UNIQUE (username);

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

ALTER TABLE ONLY public.terminal
    ADD CONSTRAINT terminal_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.terminal
    ADD CONSTRAINT terminal_poi_id_means_one_at_a_time EXCLUDE USING gist (merchant_id WITH =, poi_id WITH =, valid WITH &&);

ALTER TABLE ONLY public.terminal
    ADD CONSTRAINT terminal_serial_is_in_one_place_at_a_time EXCLUDE USING gist (serial WITH =, valid WITH &&);

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

CREATE INDEX agency_place_id_4a72197f ON public.agency USING btree (place_id);

CREATE INDEX agency_successor_id_1e16ecc9 ON public.agency USING btree (successor_id);

CREATE INDEX api_key_facility_id_328f7bd4 ON public.api_key USING btree (facility_id);

CREATE INDEX attempt_by_code ON public.attempt USING btree (code);

CREATE INDEX attempt_by_facility ON public.attempt USING btree (facility_id, id DESC);

CREATE INDEX attempt_by_next_ask ON public.attempt USING btree (next_ask_at) WHERE ((NOT (state = 'confirmed'::text)) AND (next_ask_at IS NOT NULL));

CREATE UNIQUE INDEX attempt_is_one_at_a_time ON public.attempt USING btree (code) WHERE (state = ANY (ARRAY['created'::text, 'pending'::text, 'unknown'::text]));

CREATE INDEX attempt_needing_a_person ON public.attempt USING btree (facility_id) WHERE needs_person;

CREATE INDEX attempt_step_attempt_id_1d425dbb ON public.attempt_step USING btree (attempt_id);

CREATE INDEX basket_line_bill_id_a7520d65 ON public.basket_line USING btree (bill_id);

CREATE INDEX beneficiary_account_facility_id_ac84b197 ON public.beneficiary_account USING btree (facility_id);

CREATE INDEX beneficiary_by_class ON public.beneficiary USING btree (facility_id, class_name, id);

CREATE INDEX beneficiary_by_search_key ON public.beneficiary USING gin (search_key public.gin_trgm_ops);

CREATE INDEX beneficiary_facility_id_3c1e20ef ON public.beneficiary USING btree (facility_id);

CREATE INDEX bill_beneficiary_id_a7fba68f ON public.bill USING btree (beneficiary_id);

CREATE INDEX bill_by_facility ON public.bill USING btree (facility_id, id);

CREATE UNIQUE INDEX bill_external_reference_is_unique ON public.bill USING btree (facility_id, external_reference) WHERE (external_reference IS NOT NULL);

CREATE INDEX bill_line_bill_id_479b613b ON public.bill_line USING btree (bill_id);

CREATE INDEX collection_run_facility_id_86490be2 ON public.collection_run USING btree (facility_id);

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

CREATE INDEX heard_by_correlation ON public.heard USING btree (merchant_id, ((details -> 'correlation'::text))) WHERE (details ? 'correlation'::text);

CREATE INDEX heard_by_our_reference ON public.heard USING btree (merchant_id, reference) WHERE (reference <> ''::text);

CREATE UNIQUE INDEX heard_is_booked_once ON public.payment USING btree (heard_id, part) WHERE (identifies_id IS NULL);

CREATE INDEX heard_otherwise_heard_id_0288d9fb ON public.heard_otherwise USING btree (heard_id);

CREATE INDEX kept_answer_created_at_1ff857e6 ON public.kept_answer USING btree (created_at);

CREATE INDEX ledger_account_facility_id_57b69ac5 ON public.ledger_account USING btree (facility_id);

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

CREATE UNIQUE INDEX payment_owner_is_found_once ON public.payment USING btree (identifies_id) WHERE (identifies_id IS NOT NULL);

CREATE INDEX payment_return_payment_id_99850b05 ON public.payment_return USING btree (payment_id);

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

CREATE INDEX refund_by_code ON public.refund USING btree (code);

CREATE INDEX refund_by_facility ON public.refund USING btree (facility_id, id DESC);

CREATE INDEX refund_by_next_ask ON public.refund USING btree (next_ask_at) WHERE (state = ANY (ARRAY['approved'::text, 'sent'::text]));

CREATE INDEX refund_needing_a_person ON public.refund USING btree (facility_id) WHERE needs_person;

CREATE INDEX refund_payment_id_1ff9aaf0 ON public.refund USING btree (payment_id);

CREATE UNIQUE INDEX refund_reference_is_used_once ON public.refund USING btree (merchant_id, reference) WHERE (NOT (reference = ''::text));

CREATE INDEX report_reminder_by_agency ON public.report_reminder USING btree (to_agency_id, id DESC);

CREATE INDEX report_reminder_obligation_id_ecef6ff1 ON public.report_reminder USING btree (obligation_id);

CREATE INDEX report_reminder_to_agency_id_eaab6d8a ON public.report_reminder USING btree (to_agency_id);

CREATE INDEX staff_assignment_agency_id_061451ba ON public.staff_assignment USING btree (agency_id);

CREATE INDEX staff_assignment_facility_id_6751f98b ON public.staff_assignment USING btree (facility_id);

CREATE INDEX staff_assignment_place_id_38424799 ON public.staff_assignment USING btree (place_id);

CREATE INDEX staff_assignment_user_id_8a52a9d5 ON public.staff_assignment USING btree (user_id);

CREATE INDEX staff_user_username_039485a3_like ON public.staff_user USING btree (username varchar_pattern_ops);

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

CREATE INDEX terminal_facility_id_d3d63ede ON public.terminal USING btree (facility_id);

CREATE INDEX terminal_merchant_id_56c76148 ON public.terminal USING btree (merchant_id);

CREATE INDEX transfer_by_reference ON public.transfer USING btree (reference);

CREATE INDEX tries_ends_at_306033af ON public.tries USING btree (ends_at);

CREATE INDEX tries_name_0fe46334_like ON public.tries USING btree (name text_pattern_ops);

CREATE INDEX upload_by_facility ON public.uploaded_workbook USING btree (facility_id, id);

CREATE INDEX uploaded_workbook_facility_id_372ac1a8 ON public.uploaded_workbook USING btree (facility_id);

CREATE INDEX uploaded_workbook_run_id_5b841c05 ON public.uploaded_workbook USING btree (run_id);

CREATE INDEX webhook_endpoint_facility_id_8b68fbf1 ON public.webhook_endpoint USING btree (facility_id);

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

CREATE TRIGGER declaration_begins_as_a_draft AFTER INSERT ON public.declaration REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION public.declaration_begins_as_a_draft();

CREATE TRIGGER declaration_is_kept BEFORE DELETE OR UPDATE ON public.declaration FOR EACH ROW EXECUTE FUNCTION public.declaration_is_kept();

CREATE TRIGGER difficulty_is_kept BEFORE DELETE OR UPDATE ON public.difficulty FOR EACH ROW EXECUTE FUNCTION public.difficulty_is_kept();

CREATE TRIGGER filing_begins_as_a_draft AFTER INSERT ON public.filing FOR EACH ROW EXECUTE FUNCTION public.filing_begins_as_a_draft();

CREATE TRIGGER filing_figure_is_frozen AFTER INSERT OR DELETE OR UPDATE ON public.filing_figure FOR EACH ROW EXECUTE FUNCTION public.filing_figure_is_frozen();

CREATE TRIGGER filing_is_frozen BEFORE DELETE OR UPDATE ON public.filing FOR EACH ROW EXECUTE FUNCTION public.filing_is_frozen();

CREATE TRIGGER filing_is_moved_by_its_holder BEFORE UPDATE ON public.filing FOR EACH ROW EXECUTE FUNCTION public.filing_is_moved_by_its_holder();

CREATE TRIGGER filing_source_is_of_a_draft AFTER INSERT ON public.filing_source FOR EACH ROW EXECUTE FUNCTION public.filing_source_is_of_a_draft();

CREATE TRIGGER filing_step_is_by_its_holder AFTER INSERT ON public.filing_step FOR EACH ROW EXECUTE FUNCTION public.filing_step_is_by_its_holder();

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

CREATE TRIGGER later_line_makes_fees_stale AFTER INSERT ON public.bill_line FOR EACH ROW WHEN ((new.kind = ANY (ARRAY['debit'::text, 'credit'::text]))) EXECUTE FUNCTION public.later_line_makes_fees_stale();

CREATE TRIGGER obligation_is_kept BEFORE DELETE OR UPDATE ON public.obligation FOR EACH ROW EXECUTE FUNCTION public.obligation_is_kept();

CREATE TRIGGER only_the_book_moves_sums BEFORE UPDATE ON public.ledger_account FOR EACH STATEMENT WHEN ((pg_trigger_depth() = 0)) EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER payment_goes_back_or_to_a_bill AFTER INSERT ON public.payment FOR EACH ROW WHEN ((new.identifies_id IS NOT NULL)) EXECUTE FUNCTION public.payment_goes_back_or_to_a_bill();

CREATE TRIGGER payment_is_of_one_facility AFTER INSERT ON public.payment REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.payment_is_of_one_facility();

CREATE TRIGGER payment_makes_fees_stale AFTER INSERT ON public.payment REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.payment_makes_fees_stale();

CREATE TRIGGER payment_return_is_never_too_much AFTER INSERT ON public.payment_return FOR EACH ROW EXECUTE FUNCTION public.payment_return_is_never_too_much();

CREATE TRIGGER platform_use_is_kept BEFORE DELETE OR UPDATE ON public.platform_use FOR EACH ROW EXECUTE FUNCTION public.platform_use_is_kept();

CREATE TRIGGER platform_use_is_of_its_platform AFTER INSERT ON public.platform_use REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION public.platform_use_is_of_its_platform();

CREATE TRIGGER receipt_series_counts_on BEFORE UPDATE ON public.receipt_series FOR EACH ROW WHEN (((new.last_number <= old.last_number) OR (new.facility_id <> old.facility_id) OR (new.year <> old.year) OR ((CURRENT_USER = 'thuphi_app'::name) AND (new.last_number <> (old.last_number + 1))))) EXECUTE FUNCTION public.receipt_series_counts_on();

CREATE TRIGGER receipt_series_is_never_removed BEFORE DELETE OR TRUNCATE ON public.receipt_series FOR EACH STATEMENT EXECUTE FUNCTION public.receipt_series_counts_on();

CREATE TRIGGER refund_is_kept BEFORE DELETE OR UPDATE ON public.refund FOR EACH ROW EXECUTE FUNCTION public.refund_is_kept();

CREATE TRIGGER refund_is_never_above_payment AFTER INSERT ON public.refund FOR EACH ROW EXECUTE FUNCTION public.refund_is_never_above_payment();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.attempt_step FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.basket FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.basket_line FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.bill_line FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.event FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.filing_source FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.filing_step FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.heard FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.heard_otherwise FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.payment FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.payment_return FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.plan_profile FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.report_reminder FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.task_comment FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.task_step FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.transfer FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER refuse_removal BEFORE DELETE OR TRUNCATE ON public.ledger_account FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER return_makes_fees_stale AFTER INSERT ON public.payment_return FOR EACH ROW WHEN (((new.from_bill_vnd > 0) AND (new.kind <> 'done'::text))) EXECUTE FUNCTION public.return_makes_fees_stale();

CREATE TRIGGER task_funding_is_kept BEFORE DELETE OR UPDATE ON public.task_funding FOR EACH ROW EXECUTE FUNCTION public.task_funding_is_kept();

CREATE TRIGGER task_part_is_kept BEFORE DELETE OR UPDATE ON public.task_part FOR EACH ROW EXECUTE FUNCTION public.task_part_is_kept();

CREATE TRIGGER transfer_moves_the_book AFTER INSERT ON public.transfer REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.transfer_moves_the_book();

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

ALTER TABLE ONLY public.charge
    ADD CONSTRAINT charge_beneficiary_id_d936eba1_fk_beneficiary_id FOREIGN KEY (beneficiary_id) REFERENCES public.beneficiary(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.charge
    ADD CONSTRAINT charge_fee_item_id_2f5420bf_fk_fee_item_id FOREIGN KEY (fee_item_id) REFERENCES public.fee_item(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.charge
    ADD CONSTRAINT charge_run_id_e517d62f_fk_collection_run_id FOREIGN KEY (run_id) REFERENCES public.collection_run(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_run
    ADD CONSTRAINT collection_run_facility_id_86490be2_fk_facility_id FOREIGN KEY (facility_id) REFERENCES public.facility(id) DEFERRABLE INITIALLY DEFERRED;

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

ALTER TABLE ONLY public.kept_answer
    ADD CONSTRAINT kept_answer_api_key_id_ba2ca754_fk_api_key_id FOREIGN KEY (api_key_id) REFERENCES public.api_key(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ledger_account
    ADD CONSTRAINT ledger_account_facility_id_57b69ac5_fk_facility_id FOREIGN KEY (facility_id) REFERENCES public.facility(id) DEFERRABLE INITIALLY DEFERRED;

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

ALTER TABLE ONLY public.refund_limit
    ADD CONSTRAINT refund_limit_facility_id_0e64a4fd_fk_facility_id FOREIGN KEY (facility_id) REFERENCES public.facility(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.refund
    ADD CONSTRAINT refund_payment_id_1ff9aaf0_fk_payment_id FOREIGN KEY (payment_id) REFERENCES public.payment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.report_reminder
    ADD CONSTRAINT report_reminder_obligation_id_ecef6ff1_fk_obligation_id FOREIGN KEY (obligation_id) REFERENCES public.obligation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.report_reminder
    ADD CONSTRAINT report_reminder_to_agency_id_eaab6d8a_fk_agency_id FOREIGN KEY (to_agency_id) REFERENCES public.agency(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.staff_assignment
    ADD CONSTRAINT staff_assignment_agency_id_061451ba_fk_agency_id FOREIGN KEY (agency_id) REFERENCES public.agency(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.staff_assignment
    ADD CONSTRAINT staff_assignment_facility_id_6751f98b_fk_facility_id FOREIGN KEY (facility_id) REFERENCES public.facility(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.staff_assignment
    ADD CONSTRAINT staff_assignment_place_id_38424799_fk_place_id FOREIGN KEY (place_id) REFERENCES public.place(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.staff_assignment
    ADD CONSTRAINT staff_assignment_user_id_8a52a9d5_fk_staff_user_id FOREIGN KEY (user_id) REFERENCES public.staff_user(id) DEFERRABLE INITIALLY DEFERRED;

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

ALTER TABLE ONLY public.terminal
    ADD CONSTRAINT terminal_facility_id_d3d63ede_fk_facility_id FOREIGN KEY (facility_id) REFERENCES public.facility(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.terminal
    ADD CONSTRAINT terminal_merchant_id_56c76148_fk_merchant_id FOREIGN KEY (merchant_id) REFERENCES public.merchant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.uploaded_workbook
    ADD CONSTRAINT uploaded_workbook_facility_id_372ac1a8_fk_facility_id FOREIGN KEY (facility_id) REFERENCES public.facility(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.uploaded_workbook
    ADD CONSTRAINT uploaded_workbook_run_id_5b841c05_fk_collection_run_id FOREIGN KEY (run_id) REFERENCES public.collection_run(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.webhook_delivery
    ADD CONSTRAINT webhook_delivery_endpoint_id_b30f68a9_fk_webhook_endpoint_id FOREIGN KEY (endpoint_id) REFERENCES public.webhook_endpoint(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.webhook_endpoint
    ADD CONSTRAINT webhook_endpoint_facility_id_8b68fbf1_fk_facility_id FOREIGN KEY (facility_id) REFERENCES public.facility(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE public.api_key ENABLE ROW LEVEL SECURITY;
CREATE POLICY app_agrees_or_withdraws ON public.refund AS RESTRICTIVE FOR UPDATE TO thuphi_app USING ((state = ANY (ARRAY['asked'::text, 'approved'::text, 'sent'::text]))) WITH CHECK ((state = ANY (ARRAY['asked'::text, 'approved'::text, 'withdrawn'::text, 'sent'::text])));

CREATE POLICY app_answers ON public.difficulty FOR UPDATE TO thuphi_app USING ((to_agency_id = ANY (( SELECT public.thuphi_agency_scope() AS thuphi_agency_scope)::bigint[]))) WITH CHECK ((to_agency_id = ANY (( SELECT public.thuphi_agency_scope() AS thuphi_agency_scope)::bigint[])));

CREATE POLICY app_asks ON public.refund AS RESTRICTIVE FOR INSERT TO thuphi_app WITH CHECK (((state = ANY (ARRAY['asked'::text, 'approved'::text])) AND (sent_at IS NULL) AND (closed_at IS NULL)));

CREATE POLICY app_begins ON public.attempt AS RESTRICTIVE FOR INSERT TO thuphi_app WITH CHECK (((state = 'created'::text) AND (sent_at IS NULL) AND (heard_id IS NULL)));

CREATE POLICY app_begins_with_one ON public.receipt_series AS RESTRICTIVE FOR INSERT TO thuphi_app WITH CHECK ((last_number = 1));

CREATE POLICY app_books_no_providers_money ON public.transfer AS RESTRICTIVE FOR INSERT TO thuphi_app WITH CHECK ((recipe <> ALL (ARRAY['pay'::text, 'overpay'::text, 'pay_unknown'::text])));

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

CREATE POLICY app_declares ON public.platform_use AS RESTRICTIVE FOR INSERT TO thuphi_app WITH CHECK ((state = 'declared'::text));

CREATE POLICY app_hears_cash_and_operators ON public.heard AS RESTRICTIVE FOR INSERT TO thuphi_app WITH CHECK ((((channel = 'cash'::text) AND (method = 'cash'::text) AND (merchant_id = 0)) OR ((channel = ANY (ARRAY['gsma'::text, 'portal'::text])) AND (EXISTS ( SELECT
   FROM public.merchant m
  WHERE ((m.id = heard.merchant_id) AND (m.channel = heard.channel) AND (m.facility_id = heard.facility_id) AND m.is_active))))));

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

CREATE POLICY app_sees_its_facilities ON public.api_key TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.attempt TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.attempt_step TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.bank_credit TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.basket TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.basket_line TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.beneficiary TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.bill TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.bill_line TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.charge TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.collection_run TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.declaration TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.declaration_evidence TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.declaration_flag TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.declared_value TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.event FOR SELECT TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.exemption TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.fee_item TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.heard TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.heard_otherwise FOR SELECT TO thuphi_app USING ((EXISTS ( SELECT
   FROM public.heard h
  WHERE (h.id = heard_otherwise.heard_id))));

CREATE POLICY app_sees_its_facilities ON public.kept_answer TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.ledger_account TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.line_trouble TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.merchant TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.method_fee TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.method_incentive TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.payment TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.payment_return TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.platform_use TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.receipt_series TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.refund TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.refund_limit TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.terminal TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.transfer TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.uploaded_workbook TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.webhook_delivery TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_sees_its_facilities ON public.webhook_endpoint TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

CREATE POLICY app_takes_cash_or_finds_owners ON public.payment AS RESTRICTIVE FOR INSERT TO thuphi_app WITH CHECK (((channel = 'cash'::text) OR (identifies_id IS NOT NULL)));

CREATE POLICY app_tells ON public.difficulty FOR INSERT TO thuphi_app WITH CHECK (((state = 'open'::text) AND ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])) OR (agency_id = ANY (( SELECT public.thuphi_agency_scope() AS thuphi_agency_scope)::bigint[])))));

CREATE POLICY app_writes ON public.event FOR INSERT TO thuphi_app WITH CHECK (((facility_id IS NULL) OR (facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))));

CREATE POLICY app_writes_its_facilities ON public.beneficiary_account TO thuphi_app USING ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[]))) WITH CHECK ((facility_id = ANY (( SELECT public.thuphi_scope() AS thuphi_scope)::bigint[])));

ALTER TABLE public.attempt ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.attempt_step ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.bank_credit ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.basket ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.basket_line ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.beneficiary ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.beneficiary_account ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.bill ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.bill_line ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.charge ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.collection_run ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.declaration ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.declaration_evidence ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.declaration_flag ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.declared_value ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.difficulty ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.event ENABLE ROW LEVEL SECURITY;
CREATE POLICY everybody_sees ON public.beneficiary_account FOR SELECT TO thuphi_app USING (true);

CREATE POLICY everybody_sees ON public.facility FOR SELECT TO thuphi_app USING (true);

CREATE POLICY everybody_sees ON public.fee_count FOR SELECT TO thuphi_app USING (true);

CREATE POLICY everybody_sees ON public.month_count FOR SELECT TO thuphi_app USING (true);

ALTER TABLE public.exemption ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.facility ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.fee_count ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.fee_count_stale ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.fee_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.filing ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.filing_figure ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.filing_source ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.filing_step ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.heard ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.heard_otherwise ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.heard_set_aside ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.heard_waiting ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.kept_answer ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.ledger_account ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.line_trouble ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.merchant ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.method_fee ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.method_incentive ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.month_count ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.obligation ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.payment ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.payment_return ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.platform_use ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.receipt_series ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.refund ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.refund_limit ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.report_reminder ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.task_comment ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.task_funding ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.task_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.task_part ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.task_step ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.task_support ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.terminal ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.transfer ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.uploaded_workbook ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.webhook_delivery ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.webhook_endpoint ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker_sees_all ON public.api_key TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.attempt TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.attempt_step TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.bank_credit TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.basket TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.basket_line TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.beneficiary TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.beneficiary_account TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.bill TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.bill_line TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.charge TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.collection_run TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.declaration TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.declaration_evidence TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.declaration_flag TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.declared_value TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.difficulty TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.event TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.exemption TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.facility TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.fee_count TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.fee_count_stale TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.fee_item TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.filing TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.filing_figure TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.filing_source TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.filing_step TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.heard TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.heard_otherwise TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.heard_set_aside TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.heard_waiting TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.kept_answer TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.ledger_account TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.line_trouble TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.merchant TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.method_fee TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.method_incentive TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.month_count TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.obligation TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.payment TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.payment_return TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.platform_use TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.receipt_series TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.refund TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.refund_limit TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.report_reminder TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.task_comment TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.task_funding TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.task_item TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.task_part TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.task_step TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.task_support TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.terminal TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.transfer TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.uploaded_workbook TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.webhook_delivery TO thuphi_worker USING (true) WITH CHECK (true);

CREATE POLICY worker_sees_all ON public.webhook_endpoint TO thuphi_worker USING (true) WITH CHECK (true);
