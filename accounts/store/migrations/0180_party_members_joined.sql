-- Safe beside the previous release: no, which would take a party that was only invited for a member.
-- NULL: invited. A cooperative sees a party's orders and money only once somebody of the party said yes.
ALTER TABLE party_members ADD COLUMN joined_at DATETIME(3) NULL
