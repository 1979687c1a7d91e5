import { DurableObject } from 'cloudflare:workers';

export class EventSales extends DurableObject {}
