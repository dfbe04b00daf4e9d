-- Move attempts by what was told of them. The query of rows yields merchant_id, reference, outcome,
-- status, heard_id. An attempt becomes the highest of all it was told, in whatever order that comes
-- (rules.RANK); what is not final makes it be asked after, also when it was dead by our reckoning. Each thing told is kept as a step.
WITH ranks (state, rank) AS (
    VALUES ('created', 0), ('pending', 1), ('unknown', 2), ('expired', 3), ('cancelled', 4),
           ('refused', 5), ('confirmed', 6)
),
said AS MATERIALIZED (
    SELECT a.id, a.facility_id, r.outcome, r.status, r.heard_id, k.state, k.rank
    FROM ({rows}) AS r
    JOIN attempt AS a ON a.merchant_id = r.merchant_id AND a.reference = r.reference
    JOIN (VALUES ('pending', 'pending'), ('unknown', 'unknown'), ('mismatch', 'unknown'),
                 ('refused', 'refused'), ('confirmed', 'confirmed')) AS o (outcome, state)
        ON o.outcome = r.outcome
    JOIN ranks AS k ON k.state = o.state
),
strongest AS (
    SELECT DISTINCT ON (s.id) s.id, s.outcome, s.status, s.heard_id, s.state, s.rank,
           bool_or(s.outcome = 'mismatch') OVER (PARTITION BY s.id) AS is_held
    FROM said AS s ORDER BY s.id, s.rank DESC, s.heard_id
),
locked AS MATERIALIZED (
    SELECT a.id, k.rank FROM attempt AS a JOIN ranks AS k ON k.state = a.state
    WHERE a.id IN (SELECT s.id FROM strongest AS s)
    ORDER BY a.id FOR UPDATE OF a
),
moved AS (
    UPDATE attempt AS a
    SET state = CASE WHEN s.rank > l.rank THEN s.state ELSE a.state END,
        status = CASE WHEN s.rank >= l.rank AND s.status <> '' THEN s.status ELSE a.status END,
        heard_id = CASE WHEN s.state = 'confirmed' THEN coalesce(a.heard_id, s.heard_id)
                        ELSE a.heard_id END,
        closed_at = CASE WHEN greatest(s.rank, l.rank) >= 3 THEN coalesce(a.closed_at, %(at)s) END,
        needs_person = (a.needs_person OR s.is_held) AND greatest(s.rank, l.rank) < 6,
        -- Never again within a moment of the last question, however often somebody knocks.
        next_ask_at = CASE WHEN greatest(s.rank, l.rank) = 6 OR s.outcome = 'refused' THEN NULL
                           ELSE greatest(%(at)s, a.asked_at + interval '45 seconds') END
    FROM strongest AS s JOIN locked AS l ON l.id = s.id
    WHERE a.id = s.id
    RETURNING a.id, a.state
)
INSERT INTO attempt_step (attempt_id, facility_id, deed, outcome, status, at)
SELECT s.id, s.facility_id, 'heard', s.outcome, s.status, %(at)s
FROM said AS s
WHERE EXISTS (SELECT FROM moved AS m WHERE m.id = s.id)
ORDER BY s.heard_id
