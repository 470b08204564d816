import { openDatabase } from '../src/database/open.ts';
import { describeInventory } from './behaviour.ts';

describeInventory('PGlite', () => openDatabase({}));
