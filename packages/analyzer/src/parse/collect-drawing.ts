import type { FileFacts } from '../facts/file-facts.ts';
import type { Handlers } from './ast.ts';
import type { CollectorContext } from './collector-context.ts';
import type { Expression } from './expression.ts';

/** Notes that there is JSX in a file, whatever the file is called. */
export function drawingHandlers(context: () => CollectorContext): Handlers {
  const note = {
    enter: (): void => {
      context().facts.draws = true;
    },
  };
  return { JSXElement: note, JSXFragment: note };
}

const ANGULAR = '@angular/core';
const DRAWN: ReadonlySet<string> = new Set(['Component', 'Directive', 'Pipe']);

/** Whether a class of the file is drawn by Angular, whose markup stands in a string or another file. */
export function isDrawnByAngular({ imports, classes }: FileFacts): boolean {
  const names = new Set(
    imports
      .filter(({ specifier }) => specifier === ANGULAR)
      .flatMap((one) => one.names.filter((name) => DRAWN.has(name.imported)))
      .map(({ local }) => local),
  );
  return (
    names.size > 0 &&
    classes.some(({ decorators }) => decorators.some((one) => names.has(calledName(one))))
  );
}

const calledName = (decorator: Expression): string =>
  decorator.k === 'call' && decorator.callee.k === 'id' ? decorator.callee.name : '';
