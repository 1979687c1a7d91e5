import { DurableObject } from 'cloudflare:workers';

export class TestAcquirer extends DurableObject {}
