import m0000 from './0000_sales.sql';
import m0001 from './0001_letters_lane.sql';
import m0002 from './0002_outbox_since.sql';
import m0003 from './0003_outbox_by_lane.sql';
import m0004 from './0004_no_ticket_ordinal.sql';
import m0005 from './0005_networks.sql';
import m0006 from './0006_refund_at_gate.sql';
import m0007 from './0007_free_orders.sql';
import m0008 from './0008_order_numbers.sql';
import m0009 from './0009_questions.sql';
import m0010 from './0010_order_source.sql';
import m0011 from './0011_holder_changes.sql';
import journal from './meta/_journal.json';

export default {
  journal,
  migrations: {
    m0000,
    m0001,
    m0002,
    m0003,
    m0004,
    m0005,
    m0006,
    m0007,
    m0008,
    m0009,
    m0010,
    m0011,
  },
};
