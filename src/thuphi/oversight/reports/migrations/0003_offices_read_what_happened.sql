-- Offices read what happened to reports. Who writes an event has to be able to see it.
CREATE POLICY app_offices_see_events_of_reports ON event FOR SELECT TO thuphi_app
    USING (facility_id IS NULL AND (kind LIKE 'report\_%' OR kind LIKE 'difficulty\_%')
           AND (SELECT thuphi_is_an_office()));
