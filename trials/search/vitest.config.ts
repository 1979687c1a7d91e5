// The measurement of the search, apart from the tests: `npx vitest run --config trials/search/vitest.config.ts`.

import { benchConfig } from '../workerd-bench.ts';

export default benchConfig([
  'worker/catalog/search.bench.ts',
  'worker/home/desk.bench.ts',
  'worker/projection/order-list.bench.ts',
]);
