-- Once, as a superuser, before the first migration: psql -v ON_ERROR_STOP=1 -f roles.sql
-- Then set the passwords with \password, so that they stand in no file.
CREATE ROLE factcheck_owner LOGIN;
CREATE ROLE factcheck_app LOGIN;
CREATE DATABASE factcheck OWNER factcheck_owner ENCODING 'UTF8' TEMPLATE template0;
\connect factcheck
REVOKE ALL ON DATABASE factcheck FROM PUBLIC;
GRANT CONNECT ON DATABASE factcheck TO factcheck_app;
GRANT USAGE ON SCHEMA public TO factcheck_app;
-- What the owner makes, the service may use; migrations take the audit trail's rights away again.
ALTER DEFAULT PRIVILEGES FOR ROLE factcheck_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO factcheck_app;
ALTER DEFAULT PRIVILEGES FOR ROLE factcheck_owner GRANT USAGE, SELECT ON SEQUENCES TO factcheck_app;
