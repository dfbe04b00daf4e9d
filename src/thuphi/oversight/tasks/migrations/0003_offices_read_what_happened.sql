-- Offices read what happened to tasks. Who writes an event has to be able to see it.
CREATE POLICY app_offices_see_events_of_tasks ON event FOR SELECT TO thuphi_app
    USING (facility_id IS NULL AND kind LIKE 'task\_%'
           AND coalesce(cardinality((SELECT thuphi_agency_scope())::bigint[]), 0) > 0);
