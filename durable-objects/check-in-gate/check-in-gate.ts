import { DurableObject } from 'cloudflare:workers';

export class CheckInGate extends DurableObject {}
