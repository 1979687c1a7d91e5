// What the cron costs with 100,000 live events: `npx vitest run --config trials/housekeeping/vitest.config.ts`.

import { benchConfig } from '../workerd-bench.ts';

export default benchConfig(['worker/reconciliation/hourly.bench.ts', 'worker/catalog/reindex.bench.ts']);
