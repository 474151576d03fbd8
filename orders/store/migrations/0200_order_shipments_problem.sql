-- Safe beside the previous release: yes, a column that release leaves at its default. Why no carrier takes the parcel, while its state is 'failed'.
ALTER TABLE order_shipments ADD COLUMN problem VARCHAR(40) CHARACTER SET ascii NOT NULL DEFAULT ''
