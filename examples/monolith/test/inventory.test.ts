import { describeInventory } from './support/inventory-behaviour.ts';

describeInventory('inventory on the embedded database', undefined);
