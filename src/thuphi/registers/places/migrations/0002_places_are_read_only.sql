-- The register comes from the shipped file, loaded by the owner; nobody else writes it.
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON place, place_succession FROM thuphi_app, thuphi_worker;
