-- Who books notifications of a facility, and who decides that nobody told of a line of its statement, wait
-- for each other: else the same money could be booked by both.
SELECT pg_advisory_xact_lock_shared(%(lock)s, lane)
FROM (
    SELECT DISTINCT (h.facility_id %% %(lanes)s)::int AS lane FROM heard AS h
    WHERE h.id = ANY (%(ids)s::bigint[]) ORDER BY 1
) AS l
