// Lists as files that others open: orders of an event as CSV and XLSX.

export { exportOrders, ordersToExport } from './orders-export.ts';
