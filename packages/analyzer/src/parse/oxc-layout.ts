// Written by `npm run update:parser-layout`; do not edit. How to read it: oxc-tree.ts.

/** The version of oxc-parser whose memory this describes. */
export const LAYOUT_VERSION = '0.154.0';

export const STRUCTS: Record<string, string> = {
  AccessorProperty:
    '=AccessorPropertyType@12 computed:Bool@13 static:Bool@14 override:Bool@15 definite:Bool@80 accessibility:OptionTSAccessibility@81 decorators:VecDecorator@16 key:PropertyKey@40 typeAnnotation:OptionBoxTSTypeAnnotation@56 value:OptionExpression@64',
  ArrayAssignmentTarget:
    'ArrayPattern elements:VecOptionAssignmentTargetMaybeDefault@16 rest:OptionBoxAssignmentTargetRest@40',
  ArrayExpression:
    'ArrayExpression elements:VecArrayExpressionElement@16',
  ArrayPattern:
    'ArrayPattern elements:VecOptionBindingPattern@16 rest:OptionBoxBindingRestElement@40',
  ArrowFunctionExpression:
    'ArrowFunctionExpression async:Bool@56 typeParameters:OptionBoxTSTypeParameterDeclaration@16 params:BoxFormalParameters@24 returnType:OptionBoxTSTypeAnnotation@32 body:ArrowFunctionBody@40',
  AssignmentExpression:
    'AssignmentExpression operator:AssignmentOperator@12 left:AssignmentTarget@16 right:Expression@32',
  AssignmentPattern:
    'AssignmentPattern left:BindingPattern@16 right:Expression@32',
  AssignmentTargetPropertyIdentifier:
    'Property key:IdentifierReference@16 init:OptionExpression@48',
  AssignmentTargetPropertyProperty:
    'Property computed:Bool@12 key:PropertyKey@16 value:AssignmentTargetMaybeDefault@32',
  AssignmentTargetRest:
    'RestElement argument:AssignmentTarget@16',
  AssignmentTargetWithDefault:
    'AssignmentPattern left:AssignmentTarget@16 right:Expression@32',
  AwaitExpression:
    'AwaitExpression argument:Expression@16',
  BigIntLiteral:
    'Literal bigint:Str@16',
  BinaryExpression:
    'BinaryExpression operator:BinaryOperator@12 left:Expression@16 right:Expression@32',
  BindingIdentifier:
    'Identifier name:Str@16',
  BindingProperty:
    'Property shorthand:Bool@12 computed:Bool@13 key:PropertyKey@16 value:BindingPattern@32',
  BindingRestElement:
    'RestElement argument:BindingPattern@16',
  BlockStatement:
    'BlockStatement body:VecStatement@16',
  BooleanLiteral:
    'Literal value:Bool@12',
  BreakStatement:
    'BreakStatement label:OptionLabelIdentifier@16',
  CallExpression:
    'CallExpression optional:Bool@12 callee:Expression@16 typeArguments:OptionBoxTSTypeParameterInstantiation@32 arguments:VecArgument@40',
  CatchClause:
    'CatchClause param:OptionCatchParameter@16 body:BoxBlockStatement@56',
  CatchParameter:
    '- pattern:BindingPattern@16 typeAnnotation:OptionBoxTSTypeAnnotation@32',
  ChainExpression:
    'ChainExpression expression:ChainElement@16',
  Class:
    '=ClassType@136 abstract:Bool@137 declare:Bool@138 superClass:OptionExpression@80 decorators:VecDecorator@16 id:OptionBindingIdentifier@40 typeParameters:OptionBoxTSTypeParameterDeclaration@72 implements:VecTSClassImplements@104 body:BoxClassBody@128 superTypeArguments:OptionBoxTSTypeParameterInstantiation@96',
  ClassBody:
    'ClassBody body:VecClassElement@16',
  Comment:
    '- kind:U8@17',
  ComputedMemberExpression:
    'MemberExpression optional:Bool@12 object:Expression@16 property:Expression@32 computed=true',
  ConditionalExpression:
    'ConditionalExpression test:Expression@16 consequent:Expression@32 alternate:Expression@48',
  ContinueStatement:
    'ContinueStatement label:OptionLabelIdentifier@16',
  DebuggerStatement:
    'DebuggerStatement',
  Decorator:
    'Decorator expression:Expression@16',
  Directive:
    'ExpressionStatement directive:Str@64 expression:StringLiteral@16',
  DoWhileStatement:
    'DoWhileStatement body:Statement@16 test:Expression@32',
  DynamicImport:
    '- moduleRequest:Span@8',
  EcmaScriptModule:
    '- hasModuleSyntax:Bool@96 staticImports:VecStaticImport@0 staticExports:VecStaticExport@24 dynamicImports:VecDynamicImport@48 importMetas:VecSpan@72',
  Elision:
    '-',
  EmptyStatement:
    'EmptyStatement',
  Error:
    '- severity:ErrorSeverity@72 message:Str@0 labels:VecErrorLabel@16 helpMessage:OptionStr@40 codeframe:Str@56',
  ErrorLabel:
    '- message:OptionStr@8',
  ExportAllDeclaration:
    'ExportAllDeclaration exportKind:ImportOrExportKind@12 withClause:OptionBoxWithClause@120 exported:OptionModuleExportName@16 source:StringLiteral@72',
  ExportDeclaration:
    'ExportNamedDeclaration declaration:Declaration@16',
  ExportDefaultDeclaration:
    'ExportDefaultDeclaration declaration:ExportDefaultDeclarationKind@16',
  ExportEntry:
    '- moduleRequest:OptionNameSpan@16 importName:ExportImportName@40 exportName:ExportExportName@72 localName:ExportLocalName@104 isType:Bool@136',
  ExportFromDeclaration:
    'ExportNamedDeclaration exportKind:ImportOrExportKind@12 withClause:OptionBoxWithClause@88 specifiers:VecExportSpecifier@16 source:StringLiteral@40',
  ExportNamedDeclaration:
    'ExportNamedDeclaration exportKind:ImportOrExportKind@12 specifiers:VecExportSpecifier@16',
  ExportSpecifier:
    'ExportSpecifier exportKind:ImportOrExportKind@12 local:ModuleExportName@16 exported:ModuleExportName@72',
  ExpressionStatement:
    'ExpressionStatement expression:Expression@16',
  ForInStatement:
    'ForInStatement left:ForStatementLeft@16 right:Expression@32 body:Statement@48',
  ForOfStatement:
    'ForOfStatement await:Bool@64 left:ForStatementLeft@16 right:Expression@32 body:Statement@48',
  ForStatement:
    'ForStatement init:OptionForStatementInit@16 test:OptionExpression@32 update:OptionExpression@48 body:Statement@64',
  FormalParameter:
    'AssignmentPattern accessibility:OptionTSAccessibility@13 readonly:Bool@14 override:Bool@15 optional:Bool@12 decorators:VecDecorator@16 left:BindingPattern@40 leftTypeAnnotation:OptionBoxTSTypeAnnotation@56 right:OptionBoxExpression@64 param:BindingPattern@40 typeAnnotation:OptionBoxTSTypeAnnotation@56 pattern:BindingPattern@40 initializer:OptionBoxExpression@64 patternTypeAnnotation:OptionBoxTSTypeAnnotation@56 parameter:BindingPattern@40 paramOptional:Bool@12 paramTypeAnnotation:OptionBoxTSTypeAnnotation@56 paramEnd:I32@4',
  FormalParameterRest:
    'RestElement argument:BindingPattern@56 decorators:VecDecorator@16 typeAnnotation:OptionBoxTSTypeAnnotation@72',
  FormalParameters:
    '- params:VecFormalParameter@16 rest:OptionBoxFormalParameterRest@40',
  Function:
    '=FunctionType@88 generator:Bool@89 async:Bool@90 declare:Bool@91 params:BoxFormalParameters@64 thisParam:OptionBoxTSThisParameter@56 id:OptionBindingIdentifier@16 typeParameters:OptionBoxTSTypeParameterDeclaration@48 returnType:OptionBoxTSTypeAnnotation@72 body:OptionBoxFunctionBody@80',
  FunctionBody:
    'BlockStatement body:VecDirective@16 statements:VecStatement@40',
  Hashbang:
    'Hashbang value:Str@16',
  IdentifierName:
    'Identifier name:Str@16',
  IdentifierReference:
    'Identifier name:Str@16',
  IfStatement:
    'IfStatement test:Expression@16 consequent:Statement@32 alternate:OptionStatement@48',
  ImportAttribute:
    'ImportAttribute key:ImportAttributeKey@16 value:StringLiteral@72',
  ImportDeclaration:
    'ImportDeclaration phase:OptionImportPhase@12 importKind:ImportOrExportKind@13 specifiers:OptionVecImportDeclarationSpecifier@16 withClause:OptionBoxWithClause@88 source:StringLiteral@40',
  ImportDefaultSpecifier:
    'ImportDefaultSpecifier local:BindingIdentifier@16',
  ImportEntry:
    '- importName:ImportImportName@32 localName:NameSpan@64 isType:Bool@88',
  ImportExpression:
    'ImportExpression phase:OptionImportPhase@12 source:Expression@16 options:OptionExpression@32',
  ImportMeta:
    'MetaProperty importStart:I32@0 metaEnd:I32@4',
  ImportNamespaceSpecifier:
    'ImportNamespaceSpecifier local:BindingIdentifier@16',
  ImportSpecifier:
    'ImportSpecifier importKind:ImportOrExportKind@12 imported:ModuleExportName@16 local:BindingIdentifier@72',
  JSDocNonNullableType:
    'TSJSDocNonNullableType postfix:Bool@12 typeAnnotation:TSType@16',
  JSDocNullableType:
    'TSJSDocNullableType postfix:Bool@12 typeAnnotation:TSType@16',
  JSDocUnknownType:
    'TSJSDocUnknownType',
  JSXAttribute:
    'JSXAttribute name:JSXAttributeName@16 value:OptionJSXAttributeValue@32',
  JSXClosingElement:
    'JSXClosingElement name:JSXElementName@16',
  JSXClosingFragment:
    'JSXClosingFragment',
  JSXElement:
    'JSXElement closingElement:OptionBoxJSXClosingElement@48 openingElement:BoxJSXOpeningElement@16 children:VecJSXChild@24',
  JSXEmptyExpression:
    'JSXEmptyExpression',
  JSXExpressionContainer:
    'JSXExpressionContainer expression:JSXExpression@16',
  JSXFragment:
    'JSXFragment openingFragment:JSXOpeningFragment@16 children:VecJSXChild@32 closingFragment:JSXClosingFragment@56',
  JSXIdentifier:
    'JSXIdentifier name:Str@16',
  JSXMemberExpression:
    'JSXMemberExpression object:JSXMemberExpressionObject@16 property:JSXIdentifier@32',
  JSXNamespacedName:
    'JSXNamespacedName namespace:JSXIdentifier@16 name:JSXIdentifier@48',
  JSXOpeningElement:
    'JSXOpeningElement name:JSXElementName@16 typeArguments:OptionBoxTSTypeParameterInstantiation@32 attributes:VecJSXAttributeItem@40',
  JSXOpeningFragment:
    'JSXOpeningFragment',
  JSXSpreadAttribute:
    'JSXSpreadAttribute argument:Expression@16',
  JSXSpreadChild:
    'JSXSpreadChild expression:Expression@16',
  JSXText:
    'JSXText value:Str@16',
  LabelIdentifier:
    'Identifier name:Str@16',
  LabeledStatement:
    'LabeledStatement label:LabelIdentifier@16 body:Statement@48',
  LogicalExpression:
    'LogicalExpression operator:LogicalOperator@12 left:Expression@16 right:Expression@32',
  MethodDefinition:
    '=MethodDefinitionType@12 kind:MethodDefinitionKind@13 computed:Bool@14 static:Bool@15 override:Bool@64 optional:Bool@65 accessibility:OptionTSAccessibility@66 decorators:VecDecorator@16 key:PropertyKey@40 value:BoxFunction@56',
  NameSpan:
    '- value:Str@8',
  NewExpression:
    'NewExpression callee:Expression@16 typeArguments:OptionBoxTSTypeParameterInstantiation@32 arguments:VecArgument@40',
  NewTarget:
    'MetaProperty newStart:I32@0 targetEnd:I32@4',
  NullLiteral:
    'Literal',
  NumericLiteral:
    'Literal value:F64@32',
  ObjectAssignmentTarget:
    'ObjectPattern properties:VecAssignmentTargetProperty@16 rest:OptionBoxAssignmentTargetRest@40',
  ObjectExpression:
    'ObjectExpression properties:VecObjectPropertyKind@16',
  ObjectPattern:
    'ObjectPattern properties:VecBindingProperty@16 rest:OptionBoxBindingRestElement@40',
  ObjectProperty:
    'Property kind:PropertyKind@12 method:Bool@13 shorthand:Bool@14 computed:Bool@15 key:PropertyKey@16 value:Expression@32',
  ParenthesizedExpression:
    'ParenthesizedExpression expression:Expression@16',
  PrivateFieldExpression:
    'MemberExpression optional:Bool@12 object:Expression@16 property:PrivateIdentifier@32',
  PrivateIdentifier:
    'PrivateIdentifier name:Str@16',
  PrivateInExpression:
    'BinaryExpression left:PrivateIdentifier@16 right:Expression@48',
  Program:
    'Program sourceType:ModuleKind@137 hashbang:OptionHashbang@56 body:VecDirective@88 statements:VecStatement@112',
  PropertyDefinition:
    '=PropertyDefinitionType@12 computed:Bool@13 static:Bool@14 declare:Bool@15 override:Bool@80 optional:Bool@81 definite:Bool@82 readonly:Bool@83 accessibility:OptionTSAccessibility@84 decorators:VecDecorator@16 key:PropertyKey@40 typeAnnotation:OptionBoxTSTypeAnnotation@56 value:OptionExpression@64',
  RawTransferData:
    '- program:Program@0 comments:VecComment@144 module:EcmaScriptModule@168 errors:VecError@272',
  RegExp:
    '- pattern:Str@0 flags:RegExpFlags@24',
  RegExpFlags:
    '- flagBits:U8@0',
  RegExpLiteral:
    'Literal regex:RegExp@16',
  ReturnStatement:
    'ReturnStatement argument:OptionExpression@16',
  SequenceExpression:
    'SequenceExpression expressions:VecExpression@16',
  Span:
    '-',
  SpreadElement:
    'SpreadElement argument:Expression@16',
  StaticBlock:
    'StaticBlock body:VecStatement@16',
  StaticExport:
    '- entries:VecExportEntry@8',
  StaticImport:
    '- moduleRequest:NameSpan@8 entries:VecImportEntry@32',
  StaticMemberExpression:
    'MemberExpression optional:Bool@12 object:Expression@16 property:IdentifierName@32',
  StringLiteral:
    'Literal value:Str@16 lone:Bool@12',
  Super:
    'Super',
  SwitchCase:
    'SwitchCase test:OptionExpression@16 consequent:VecStatement@32',
  SwitchStatement:
    'SwitchStatement discriminant:Expression@16 cases:VecSwitchCase@32',
  TSAnyKeyword:
    'TSAnyKeyword',
  TSArrayType:
    'TSArrayType elementType:TSType@16',
  TSAsExpression:
    'TSAsExpression expression:Expression@16 typeAnnotation:TSType@32',
  TSBigIntKeyword:
    'TSBigIntKeyword',
  TSBooleanKeyword:
    'TSBooleanKeyword',
  TSCallSignatureDeclaration:
    'TSCallSignatureDeclaration params:BoxFormalParameters@32 thisParam:OptionBoxTSThisParameter@24 typeParameters:OptionBoxTSTypeParameterDeclaration@16 returnType:OptionBoxTSTypeAnnotation@40',
  TSClassImplements:
    'TSClassImplements expression:TSTypeName@16 typeArguments:OptionBoxTSTypeParameterInstantiation@32',
  TSConditionalType:
    'TSConditionalType checkType:TSType@16 extendsType:TSType@32 trueType:TSType@48 falseType:TSType@64',
  TSConstructSignatureDeclaration:
    'TSConstructSignatureDeclaration typeParameters:OptionBoxTSTypeParameterDeclaration@16 params:BoxFormalParameters@24 returnType:OptionBoxTSTypeAnnotation@32',
  TSConstructorType:
    'TSConstructorType abstract:Bool@40 typeParameters:OptionBoxTSTypeParameterDeclaration@16 params:BoxFormalParameters@24 returnType:BoxTSTypeAnnotation@32',
  TSEnumBody:
    'TSEnumBody members:VecTSEnumMember@16',
  TSEnumDeclaration:
    'TSEnumDeclaration const:Bool@12 declare:Bool@13 id:BindingIdentifier@16 body:TSEnumBody@48',
  TSEnumMember:
    'TSEnumMember computed:U8@16 id:TSEnumMemberName@16 initializer:OptionExpression@32',
  TSExportAssignment:
    'TSExportAssignment expression:Expression@16',
  TSExternalModuleDeclaration:
    'TSModuleDeclaration declare:Bool@72 body:OptionBoxTSModuleBlock@64 id:StringLiteral@16',
  TSExternalModuleReference:
    'TSExternalModuleReference expression:StringLiteral@16',
  TSFunctionType:
    'TSFunctionType params:BoxFormalParameters@32 thisParam:OptionBoxTSThisParameter@24 typeParameters:OptionBoxTSTypeParameterDeclaration@16 returnType:BoxTSTypeAnnotation@40',
  TSGlobalDeclaration:
    'TSModuleDeclaration declare:Bool@88 body:TSModuleBlock@24',
  TSImportEqualsDeclaration:
    'TSImportEqualsDeclaration importKind:ImportOrExportKind@12 id:BindingIdentifier@16 moduleReference:TSModuleReference@48',
  TSImportType:
    'TSImportType source:StringLiteral@16 options:OptionBoxObjectExpression@64 qualifier:OptionTSImportTypeQualifier@72 typeArguments:OptionBoxTSTypeParameterInstantiation@88',
  TSImportTypeQualifiedName:
    'TSQualifiedName left:TSImportTypeQualifier@16 right:IdentifierName@32',
  TSIndexSignature:
    'TSIndexSignature readonly:Bool@12 static:Bool@13 typeAnnotation:BoxTSTypeAnnotation@56',
  TSIndexSignatureName:
    'Identifier name:Str@16 typeAnnotation:BoxTSTypeAnnotation@32',
  TSIndexedAccessType:
    'TSIndexedAccessType objectType:TSType@16 indexType:TSType@32',
  TSInferType:
    'TSInferType typeParameter:BoxTSTypeParameter@16',
  TSInstantiationExpression:
    'TSInstantiationExpression expression:Expression@16 typeArguments:BoxTSTypeParameterInstantiation@32',
  TSInterfaceBody:
    'TSInterfaceBody body:VecTSSignature@16',
  TSInterfaceDeclaration:
    'TSInterfaceDeclaration declare:Bool@88 id:BindingIdentifier@16 typeParameters:OptionBoxTSTypeParameterDeclaration@48 extends:VecTSInterfaceHeritage@56 body:BoxTSInterfaceBody@80',
  TSInterfaceHeritage:
    'TSInterfaceHeritage expression:TSTypeName@16 typeArguments:OptionBoxTSTypeParameterInstantiation@32',
  TSIntersectionType:
    'TSIntersectionType types:VecTSType@16',
  TSIntrinsicKeyword:
    'TSIntrinsicKeyword',
  TSLiteralType:
    'TSLiteralType literal:TSLiteral@16',
  TSMappedType:
    'TSMappedType readonly:OptionTSMappedTypeModifierOperator@97 optional:OptionTSMappedTypeModifierOperator@96 key:BindingIdentifier@16 constraint:TSType@48 nameType:OptionTSType@64 typeAnnotation:OptionTSType@80',
  TSMethodSignature:
    'TSMethodSignature computed:Bool@64 optional:Bool@65 kind:TSMethodSignatureKind@66 params:BoxFormalParameters@48 thisParam:OptionBoxTSThisParameter@40 key:PropertyKey@16 typeParameters:OptionBoxTSTypeParameterDeclaration@32 returnType:OptionBoxTSTypeAnnotation@56',
  TSModuleBlock:
    'TSModuleBlock body:VecDirective@16 statements:VecStatement@40',
  TSNamedTupleMember:
    'TSNamedTupleMember optional:Bool@12 label:IdentifierName@16 elementType:TSTupleElement@48',
  TSNamespaceDeclaration:
    'TSModuleDeclaration kind:TSNamespaceDeclarationKind@64 declare:Bool@65 body:TSNamespaceDeclarationBody@48 id:BindingIdentifier@16',
  TSNamespaceExportDeclaration:
    'TSNamespaceExportDeclaration id:IdentifierName@16',
  TSNeverKeyword:
    'TSNeverKeyword',
  TSNonNullExpression:
    'TSNonNullExpression expression:Expression@16',
  TSNullKeyword:
    'TSNullKeyword',
  TSNumberKeyword:
    'TSNumberKeyword',
  TSObjectKeyword:
    'TSObjectKeyword',
  TSOptionalType:
    'TSOptionalType typeAnnotation:TSType@16',
  TSParenthesizedType:
    'TSParenthesizedType typeAnnotation:TSType@16',
  TSPropertySignature:
    'TSPropertySignature computed:Bool@12 optional:Bool@13 readonly:Bool@14 key:PropertyKey@16 typeAnnotation:OptionBoxTSTypeAnnotation@32',
  TSQualifiedName:
    'TSQualifiedName left:TSTypeName@16 right:IdentifierName@32',
  TSRestType:
    'TSRestType typeAnnotation:TSType@16',
  TSSatisfiesExpression:
    'TSSatisfiesExpression expression:Expression@16 typeAnnotation:TSType@32',
  TSStringKeyword:
    'TSStringKeyword',
  TSSymbolKeyword:
    'TSSymbolKeyword',
  TSTemplateLiteralType:
    'TSTemplateLiteralType quasis:VecTemplateElement@16 types:VecTSType@40',
  TSThisParameter:
    'Identifier typeAnnotation:OptionBoxTSTypeAnnotation@24',
  TSThisType:
    'TSThisType',
  TSTupleType:
    'TSTupleType elementTypes:VecTSTupleElement@16',
  TSTypeAliasDeclaration:
    'TSTypeAliasDeclaration declare:Bool@72 id:BindingIdentifier@16 typeParameters:OptionBoxTSTypeParameterDeclaration@48 typeAnnotation:TSType@56',
  TSTypeAnnotation:
    'TSTypeAnnotation typeAnnotation:TSType@16',
  TSTypeAssertion:
    'TSTypeAssertion typeAnnotation:TSType@16 expression:Expression@32',
  TSTypeLiteral:
    'TSTypeLiteral members:VecTSSignature@16',
  TSTypeOperator:
    'TSTypeOperator operator:TSTypeOperatorOperator@12 typeAnnotation:TSType@16',
  TSTypeParameter:
    'TSTypeParameter in:Bool@12 out:Bool@13 const:Bool@14 name:BindingIdentifier@16 constraint:OptionTSType@48 default:OptionTSType@64',
  TSTypeParameterDeclaration:
    'TSTypeParameterDeclaration params:VecTSTypeParameter@16',
  TSTypeParameterInstantiation:
    'TSTypeParameterInstantiation params:VecTSType@16',
  TSTypePredicate:
    'TSTypePredicate asserts:Bool@12 parameterName:TSTypePredicateName@16 typeAnnotation:OptionBoxTSTypeAnnotation@32',
  TSTypeQuery:
    'TSTypeQuery exprName:TSTypeQueryExprName@16 typeArguments:OptionBoxTSTypeParameterInstantiation@32',
  TSTypeReference:
    'TSTypeReference typeName:TSTypeName@16 typeArguments:OptionBoxTSTypeParameterInstantiation@32',
  TSUndefinedKeyword:
    'TSUndefinedKeyword',
  TSUnionType:
    'TSUnionType types:VecTSType@16',
  TSUnknownKeyword:
    'TSUnknownKeyword',
  TSVoidKeyword:
    'TSVoidKeyword',
  TaggedTemplateExpression:
    'TaggedTemplateExpression tag:Expression@16 typeArguments:OptionBoxTSTypeParameterInstantiation@32 quasi:TemplateLiteral@40',
  TemplateElement:
    'TemplateElement tail:Bool@12 value:TemplateElementValue@16 lone:Bool@13',
  TemplateElementValue:
    '- raw:Str@0 cooked:OptionStr@16',
  TemplateLiteral:
    'TemplateLiteral quasis:VecTemplateElement@16 expressions:VecExpression@40',
  ThisExpression:
    'ThisExpression',
  ThrowStatement:
    'ThrowStatement argument:Expression@16',
  TryStatement:
    'TryStatement block:BoxBlockStatement@16 handler:OptionBoxCatchClause@24 finalizer:OptionBoxBlockStatement@32',
  UnaryExpression:
    'UnaryExpression operator:UnaryOperator@12 argument:Expression@16',
  UpdateExpression:
    'UpdateExpression operator:UpdateOperator@12 prefix:Bool@13 argument:SimpleAssignmentTarget@16',
  V8IntrinsicExpression:
    'V8IntrinsicExpression name:IdentifierName@16 arguments:VecArgument@48',
  VariableDeclaration:
    'VariableDeclaration kind:VariableDeclarationKind@12 declare:Bool@13 declarations:VecVariableDeclarator@16',
  VariableDeclarator:
    'VariableDeclarator definite:Bool@12 pattern:BindingPattern@16 typeAnnotation:OptionBoxTSTypeAnnotation@32 init:OptionExpression@40',
  WhileStatement:
    'WhileStatement test:Expression@16 body:Statement@32',
  WithClause:
    '- attributes:VecImportAttribute@16',
  WithStatement:
    'WithStatement object:Expression@16 body:Statement@32',
  YieldExpression:
    'YieldExpression delegate:Bool@12 argument:OptionExpression@16',
};

export const ENUMS: Record<string, string> = {
  AccessorPropertyType:
    '0=AccessorProperty 1=TSAbstractAccessorProperty',
  Argument:
    '0:BoxBooleanLiteral@8 1:BoxNullLiteral@8 2:BoxNumericLiteral@8 3:BoxBigIntLiteral@8 4:BoxRegExpLiteral@8 5:BoxStringLiteral@8 6:BoxTemplateLiteral@8 7:BoxIdentifierReference@8 8:BoxSuper@8 9:BoxArrayExpression@8 10:BoxArrowFunctionExpression@8 11:BoxAssignmentExpression@8 12:BoxAwaitExpression@8 13:BoxBinaryExpression@8 14:BoxCallExpression@8 15:BoxChainExpression@8 16:BoxClass@8 17:BoxConditionalExpression@8 18:BoxFunction@8 19:BoxImportExpression@8 20:BoxLogicalExpression@8 21:BoxNewExpression@8 22:BoxObjectExpression@8 23:BoxParenthesizedExpression@8 24:BoxSequenceExpression@8 25:BoxTaggedTemplateExpression@8 26:BoxThisExpression@8 27:BoxUnaryExpression@8 28:BoxUpdateExpression@8 29:BoxYieldExpression@8 30:BoxPrivateInExpression@8 31:BoxImportMeta@8 32:BoxNewTarget@8 33:BoxJSXElement@8 34:BoxJSXFragment@8 35:BoxTSAsExpression@8 36:BoxTSSatisfiesExpression@8 37:BoxTSTypeAssertion@8 38:BoxTSNonNullExpression@8 39:BoxTSInstantiationExpression@8 40:BoxV8IntrinsicExpression@8 48:BoxComputedMemberExpression@8 49:BoxStaticMemberExpression@8 50:BoxPrivateFieldExpression@8 64:BoxSpreadElement@8',
  ArrayExpressionElement:
    '0:BoxBooleanLiteral@8 1:BoxNullLiteral@8 2:BoxNumericLiteral@8 3:BoxBigIntLiteral@8 4:BoxRegExpLiteral@8 5:BoxStringLiteral@8 6:BoxTemplateLiteral@8 7:BoxIdentifierReference@8 8:BoxSuper@8 9:BoxArrayExpression@8 10:BoxArrowFunctionExpression@8 11:BoxAssignmentExpression@8 12:BoxAwaitExpression@8 13:BoxBinaryExpression@8 14:BoxCallExpression@8 15:BoxChainExpression@8 16:BoxClass@8 17:BoxConditionalExpression@8 18:BoxFunction@8 19:BoxImportExpression@8 20:BoxLogicalExpression@8 21:BoxNewExpression@8 22:BoxObjectExpression@8 23:BoxParenthesizedExpression@8 24:BoxSequenceExpression@8 25:BoxTaggedTemplateExpression@8 26:BoxThisExpression@8 27:BoxUnaryExpression@8 28:BoxUpdateExpression@8 29:BoxYieldExpression@8 30:BoxPrivateInExpression@8 31:BoxImportMeta@8 32:BoxNewTarget@8 33:BoxJSXElement@8 34:BoxJSXFragment@8 35:BoxTSAsExpression@8 36:BoxTSSatisfiesExpression@8 37:BoxTSTypeAssertion@8 38:BoxTSNonNullExpression@8 39:BoxTSInstantiationExpression@8 40:BoxV8IntrinsicExpression@8 48:BoxComputedMemberExpression@8 49:BoxStaticMemberExpression@8 50:BoxPrivateFieldExpression@8 64:BoxSpreadElement@8 65:BoxElision@8',
  ArrowFunctionBody:
    '0:BoxBooleanLiteral@8 1:BoxNullLiteral@8 2:BoxNumericLiteral@8 3:BoxBigIntLiteral@8 4:BoxRegExpLiteral@8 5:BoxStringLiteral@8 6:BoxTemplateLiteral@8 7:BoxIdentifierReference@8 8:BoxSuper@8 9:BoxArrayExpression@8 10:BoxArrowFunctionExpression@8 11:BoxAssignmentExpression@8 12:BoxAwaitExpression@8 13:BoxBinaryExpression@8 14:BoxCallExpression@8 15:BoxChainExpression@8 16:BoxClass@8 17:BoxConditionalExpression@8 18:BoxFunction@8 19:BoxImportExpression@8 20:BoxLogicalExpression@8 21:BoxNewExpression@8 22:BoxObjectExpression@8 23:BoxParenthesizedExpression@8 24:BoxSequenceExpression@8 25:BoxTaggedTemplateExpression@8 26:BoxThisExpression@8 27:BoxUnaryExpression@8 28:BoxUpdateExpression@8 29:BoxYieldExpression@8 30:BoxPrivateInExpression@8 31:BoxImportMeta@8 32:BoxNewTarget@8 33:BoxJSXElement@8 34:BoxJSXFragment@8 35:BoxTSAsExpression@8 36:BoxTSSatisfiesExpression@8 37:BoxTSTypeAssertion@8 38:BoxTSNonNullExpression@8 39:BoxTSInstantiationExpression@8 40:BoxV8IntrinsicExpression@8 48:BoxComputedMemberExpression@8 49:BoxStaticMemberExpression@8 50:BoxPrivateFieldExpression@8 64:BoxFunctionBody@8',
  AssignmentOperator:
    '0== 1=+= 2=-= 3=*= 4=/= 5=%= 6=**= 7=<<= 8=>>= 9=>>>= 10=|= 11=^= 12=&= 13=||= 14=&&= 15=??=',
  AssignmentTarget:
    '0:BoxIdentifierReference@8 1:BoxTSAsExpression@8 2:BoxTSSatisfiesExpression@8 3:BoxTSNonNullExpression@8 4:BoxTSTypeAssertion@8 8:BoxArrayAssignmentTarget@8 9:BoxObjectAssignmentTarget@8 48:BoxComputedMemberExpression@8 49:BoxStaticMemberExpression@8 50:BoxPrivateFieldExpression@8',
  AssignmentTargetMaybeDefault:
    '0:BoxIdentifierReference@8 1:BoxTSAsExpression@8 2:BoxTSSatisfiesExpression@8 3:BoxTSNonNullExpression@8 4:BoxTSTypeAssertion@8 8:BoxArrayAssignmentTarget@8 9:BoxObjectAssignmentTarget@8 16:BoxAssignmentTargetWithDefault@8 48:BoxComputedMemberExpression@8 49:BoxStaticMemberExpression@8 50:BoxPrivateFieldExpression@8',
  AssignmentTargetProperty:
    '0:BoxAssignmentTargetPropertyIdentifier@8 1:BoxAssignmentTargetPropertyProperty@8',
  BinaryOperator:
    '0=== 1=!= 2==== 3=!== 4=< 5=<= 6=> 7=>= 8=+ 9=- 10=* 11=/ 12=% 13=** 14=<< 15=>> 16=>>> 17=| 18=^ 19=& 20=in 21=instanceof',
  BindingPattern:
    '0:BoxBindingIdentifier@8 1:BoxObjectPattern@8 2:BoxArrayPattern@8 3:BoxAssignmentPattern@8',
  ChainElement:
    '0:BoxCallExpression@8 1:BoxTSNonNullExpression@8 48:BoxComputedMemberExpression@8 49:BoxStaticMemberExpression@8 50:BoxPrivateFieldExpression@8',
  ClassElement:
    '0:BoxStaticBlock@8 1:BoxMethodDefinition@8 2:BoxPropertyDefinition@8 3:BoxAccessorProperty@8 4:BoxTSIndexSignature@8',
  ClassType:
    '0=ClassDeclaration 1=ClassExpression',
  CommentKind:
    '0=Line 1=Block 2=Block 3=Line 4=Line',
  Declaration:
    '32:BoxVariableDeclaration@8 33:BoxFunction@8 34:BoxClass@8 35:BoxTSTypeAliasDeclaration@8 36:BoxTSInterfaceDeclaration@8 37:BoxTSEnumDeclaration@8 38:BoxTSExternalModuleDeclaration@8 39:BoxTSNamespaceDeclaration@8 40:BoxTSGlobalDeclaration@8 41:BoxTSImportEqualsDeclaration@8',
  ErrorSeverity:
    '0=Error 1=Warning 2=Advice',
  ExportDefaultDeclarationKind:
    '0:BoxBooleanLiteral@8 1:BoxNullLiteral@8 2:BoxNumericLiteral@8 3:BoxBigIntLiteral@8 4:BoxRegExpLiteral@8 5:BoxStringLiteral@8 6:BoxTemplateLiteral@8 7:BoxIdentifierReference@8 8:BoxSuper@8 9:BoxArrayExpression@8 10:BoxArrowFunctionExpression@8 11:BoxAssignmentExpression@8 12:BoxAwaitExpression@8 13:BoxBinaryExpression@8 14:BoxCallExpression@8 15:BoxChainExpression@8 16:BoxClass@8 17:BoxConditionalExpression@8 18:BoxFunction@8 19:BoxImportExpression@8 20:BoxLogicalExpression@8 21:BoxNewExpression@8 22:BoxObjectExpression@8 23:BoxParenthesizedExpression@8 24:BoxSequenceExpression@8 25:BoxTaggedTemplateExpression@8 26:BoxThisExpression@8 27:BoxUnaryExpression@8 28:BoxUpdateExpression@8 29:BoxYieldExpression@8 30:BoxPrivateInExpression@8 31:BoxImportMeta@8 32:BoxNewTarget@8 33:BoxJSXElement@8 34:BoxJSXFragment@8 35:BoxTSAsExpression@8 36:BoxTSSatisfiesExpression@8 37:BoxTSTypeAssertion@8 38:BoxTSNonNullExpression@8 39:BoxTSInstantiationExpression@8 40:BoxV8IntrinsicExpression@8 48:BoxComputedMemberExpression@8 49:BoxStaticMemberExpression@8 50:BoxPrivateFieldExpression@8 64:BoxFunction@8 65:BoxClass@8 66:BoxTSInterfaceDeclaration@8',
  ExportExportName:
    '',
  ExportImportName:
    '',
  ExportLocalName:
    '',
  Expression:
    '0:BoxBooleanLiteral@8 1:BoxNullLiteral@8 2:BoxNumericLiteral@8 3:BoxBigIntLiteral@8 4:BoxRegExpLiteral@8 5:BoxStringLiteral@8 6:BoxTemplateLiteral@8 7:BoxIdentifierReference@8 8:BoxSuper@8 9:BoxArrayExpression@8 10:BoxArrowFunctionExpression@8 11:BoxAssignmentExpression@8 12:BoxAwaitExpression@8 13:BoxBinaryExpression@8 14:BoxCallExpression@8 15:BoxChainExpression@8 16:BoxClass@8 17:BoxConditionalExpression@8 18:BoxFunction@8 19:BoxImportExpression@8 20:BoxLogicalExpression@8 21:BoxNewExpression@8 22:BoxObjectExpression@8 23:BoxParenthesizedExpression@8 24:BoxSequenceExpression@8 25:BoxTaggedTemplateExpression@8 26:BoxThisExpression@8 27:BoxUnaryExpression@8 28:BoxUpdateExpression@8 29:BoxYieldExpression@8 30:BoxPrivateInExpression@8 31:BoxImportMeta@8 32:BoxNewTarget@8 33:BoxJSXElement@8 34:BoxJSXFragment@8 35:BoxTSAsExpression@8 36:BoxTSSatisfiesExpression@8 37:BoxTSTypeAssertion@8 38:BoxTSNonNullExpression@8 39:BoxTSInstantiationExpression@8 40:BoxV8IntrinsicExpression@8 48:BoxComputedMemberExpression@8 49:BoxStaticMemberExpression@8 50:BoxPrivateFieldExpression@8',
  ForStatementInit:
    '0:BoxBooleanLiteral@8 1:BoxNullLiteral@8 2:BoxNumericLiteral@8 3:BoxBigIntLiteral@8 4:BoxRegExpLiteral@8 5:BoxStringLiteral@8 6:BoxTemplateLiteral@8 7:BoxIdentifierReference@8 8:BoxSuper@8 9:BoxArrayExpression@8 10:BoxArrowFunctionExpression@8 11:BoxAssignmentExpression@8 12:BoxAwaitExpression@8 13:BoxBinaryExpression@8 14:BoxCallExpression@8 15:BoxChainExpression@8 16:BoxClass@8 17:BoxConditionalExpression@8 18:BoxFunction@8 19:BoxImportExpression@8 20:BoxLogicalExpression@8 21:BoxNewExpression@8 22:BoxObjectExpression@8 23:BoxParenthesizedExpression@8 24:BoxSequenceExpression@8 25:BoxTaggedTemplateExpression@8 26:BoxThisExpression@8 27:BoxUnaryExpression@8 28:BoxUpdateExpression@8 29:BoxYieldExpression@8 30:BoxPrivateInExpression@8 31:BoxImportMeta@8 32:BoxNewTarget@8 33:BoxJSXElement@8 34:BoxJSXFragment@8 35:BoxTSAsExpression@8 36:BoxTSSatisfiesExpression@8 37:BoxTSTypeAssertion@8 38:BoxTSNonNullExpression@8 39:BoxTSInstantiationExpression@8 40:BoxV8IntrinsicExpression@8 48:BoxComputedMemberExpression@8 49:BoxStaticMemberExpression@8 50:BoxPrivateFieldExpression@8 64:BoxVariableDeclaration@8',
  ForStatementLeft:
    '0:BoxIdentifierReference@8 1:BoxTSAsExpression@8 2:BoxTSSatisfiesExpression@8 3:BoxTSNonNullExpression@8 4:BoxTSTypeAssertion@8 8:BoxArrayAssignmentTarget@8 9:BoxObjectAssignmentTarget@8 16:BoxVariableDeclaration@8 48:BoxComputedMemberExpression@8 49:BoxStaticMemberExpression@8 50:BoxPrivateFieldExpression@8',
  FunctionType:
    '0=FunctionDeclaration 1=FunctionExpression 2=TSDeclareFunction 3=TSEmptyBodyFunctionExpression',
  ImportAttributeKey:
    '0:IdentifierName@8 1:StringLiteral@8',
  ImportDeclarationSpecifier:
    '0:BoxImportSpecifier@8 1:BoxImportDefaultSpecifier@8 2:BoxImportNamespaceSpecifier@8',
  ImportImportName:
    '',
  ImportOrExportKind:
    '0=value 1=type',
  ImportPhase:
    '0=source 1=defer',
  JSXAttributeItem:
    '0:BoxJSXAttribute@8 1:BoxJSXSpreadAttribute@8',
  JSXAttributeName:
    '0:BoxJSXIdentifier@8 1:BoxJSXNamespacedName@8',
  JSXAttributeValue:
    '0:BoxStringLiteral@8 1:BoxJSXExpressionContainer@8 2:BoxJSXElement@8 3:BoxJSXFragment@8',
  JSXChild:
    '0:BoxJSXText@8 1:BoxJSXElement@8 2:BoxJSXFragment@8 3:BoxJSXExpressionContainer@8 4:BoxJSXSpreadChild@8',
  JSXElementName:
    '0:BoxJSXIdentifier@8 2:BoxJSXNamespacedName@8 3:BoxJSXMemberExpression@8',
  JSXExpression:
    '0:BoxBooleanLiteral@8 1:BoxNullLiteral@8 2:BoxNumericLiteral@8 3:BoxBigIntLiteral@8 4:BoxRegExpLiteral@8 5:BoxStringLiteral@8 6:BoxTemplateLiteral@8 7:BoxIdentifierReference@8 8:BoxSuper@8 9:BoxArrayExpression@8 10:BoxArrowFunctionExpression@8 11:BoxAssignmentExpression@8 12:BoxAwaitExpression@8 13:BoxBinaryExpression@8 14:BoxCallExpression@8 15:BoxChainExpression@8 16:BoxClass@8 17:BoxConditionalExpression@8 18:BoxFunction@8 19:BoxImportExpression@8 20:BoxLogicalExpression@8 21:BoxNewExpression@8 22:BoxObjectExpression@8 23:BoxParenthesizedExpression@8 24:BoxSequenceExpression@8 25:BoxTaggedTemplateExpression@8 26:BoxThisExpression@8 27:BoxUnaryExpression@8 28:BoxUpdateExpression@8 29:BoxYieldExpression@8 30:BoxPrivateInExpression@8 31:BoxImportMeta@8 32:BoxNewTarget@8 33:BoxJSXElement@8 34:BoxJSXFragment@8 35:BoxTSAsExpression@8 36:BoxTSSatisfiesExpression@8 37:BoxTSTypeAssertion@8 38:BoxTSNonNullExpression@8 39:BoxTSInstantiationExpression@8 40:BoxV8IntrinsicExpression@8 48:BoxComputedMemberExpression@8 49:BoxStaticMemberExpression@8 50:BoxPrivateFieldExpression@8 64:BoxJSXEmptyExpression@8',
  JSXMemberExpressionObject:
    '1:BoxJSXMemberExpression@8',
  LogicalOperator:
    '0=|| 1=&& 2=??',
  MethodDefinitionKind:
    '0=constructor 1=method 2=get 3=set',
  MethodDefinitionType:
    '0=MethodDefinition 1=TSAbstractMethodDefinition',
  ModuleExportName:
    '0:IdentifierName@8 1:IdentifierReference@8 2:StringLiteral@8',
  ModuleKind:
    '0=script 1=module 3=commonjs',
  ObjectPropertyKind:
    '0:BoxObjectProperty@8 1:BoxSpreadElement@8',
  PropertyDefinitionType:
    '0=PropertyDefinition 1=TSAbstractPropertyDefinition',
  PropertyKey:
    '0:BoxBooleanLiteral@8 1:BoxNullLiteral@8 2:BoxNumericLiteral@8 3:BoxBigIntLiteral@8 4:BoxRegExpLiteral@8 5:BoxStringLiteral@8 6:BoxTemplateLiteral@8 7:BoxIdentifierReference@8 8:BoxSuper@8 9:BoxArrayExpression@8 10:BoxArrowFunctionExpression@8 11:BoxAssignmentExpression@8 12:BoxAwaitExpression@8 13:BoxBinaryExpression@8 14:BoxCallExpression@8 15:BoxChainExpression@8 16:BoxClass@8 17:BoxConditionalExpression@8 18:BoxFunction@8 19:BoxImportExpression@8 20:BoxLogicalExpression@8 21:BoxNewExpression@8 22:BoxObjectExpression@8 23:BoxParenthesizedExpression@8 24:BoxSequenceExpression@8 25:BoxTaggedTemplateExpression@8 26:BoxThisExpression@8 27:BoxUnaryExpression@8 28:BoxUpdateExpression@8 29:BoxYieldExpression@8 30:BoxPrivateInExpression@8 31:BoxImportMeta@8 32:BoxNewTarget@8 33:BoxJSXElement@8 34:BoxJSXFragment@8 35:BoxTSAsExpression@8 36:BoxTSSatisfiesExpression@8 37:BoxTSTypeAssertion@8 38:BoxTSNonNullExpression@8 39:BoxTSInstantiationExpression@8 40:BoxV8IntrinsicExpression@8 48:BoxComputedMemberExpression@8 49:BoxStaticMemberExpression@8 50:BoxPrivateFieldExpression@8 64:BoxIdentifierName@8 65:BoxPrivateIdentifier@8',
  PropertyKind:
    '0=init 1=get 2=set',
  SimpleAssignmentTarget:
    '0:BoxIdentifierReference@8 1:BoxTSAsExpression@8 2:BoxTSSatisfiesExpression@8 3:BoxTSNonNullExpression@8 4:BoxTSTypeAssertion@8 48:BoxComputedMemberExpression@8 49:BoxStaticMemberExpression@8 50:BoxPrivateFieldExpression@8',
  Statement:
    '0:BoxBlockStatement@8 1:BoxBreakStatement@8 2:BoxContinueStatement@8 3:BoxDebuggerStatement@8 4:BoxDoWhileStatement@8 5:BoxEmptyStatement@8 6:BoxExpressionStatement@8 7:BoxForInStatement@8 8:BoxForOfStatement@8 9:BoxForStatement@8 10:BoxIfStatement@8 11:BoxLabeledStatement@8 12:BoxReturnStatement@8 13:BoxSwitchStatement@8 14:BoxThrowStatement@8 15:BoxTryStatement@8 16:BoxWhileStatement@8 17:BoxWithStatement@8 32:BoxVariableDeclaration@8 33:BoxFunction@8 34:BoxClass@8 35:BoxTSTypeAliasDeclaration@8 36:BoxTSInterfaceDeclaration@8 37:BoxTSEnumDeclaration@8 38:BoxTSExternalModuleDeclaration@8 39:BoxTSNamespaceDeclaration@8 40:BoxTSGlobalDeclaration@8 41:BoxTSImportEqualsDeclaration@8 64:BoxImportDeclaration@8 65:BoxExportAllDeclaration@8 66:BoxExportDefaultDeclaration@8 67:BoxExportDeclaration@8 68:BoxExportNamedDeclaration@8 69:BoxExportFromDeclaration@8 70:BoxTSExportAssignment@8 71:BoxTSNamespaceExportDeclaration@8',
  TSAccessibility:
    '0=private 1=protected 2=public',
  TSEnumMemberName:
    '0:BoxIdentifierName@8 1:BoxStringLiteral@8 2:BoxStringLiteral@8 3:BoxTemplateLiteral@8',
  TSImportTypeQualifier:
    '0:BoxIdentifierName@8 1:BoxTSImportTypeQualifiedName@8',
  TSLiteral:
    '0:BoxBooleanLiteral@8 1:BoxNumericLiteral@8 2:BoxBigIntLiteral@8 3:BoxStringLiteral@8 4:BoxTemplateLiteral@8 5:BoxUnaryExpression@8',
  TSMappedTypeModifierOperator:
    '0=true 1=+ 2=-',
  TSMethodSignatureKind:
    '0=method 1=get 2=set',
  TSModuleReference:
    '0:BoxTSExternalModuleReference@8 1:BoxIdentifierReference@8 2:BoxTSQualifiedName@8',
  TSNamespaceDeclarationBody:
    '0:BoxTSNamespaceDeclaration@8 1:BoxTSModuleBlock@8',
  TSNamespaceDeclarationKind:
    '0=module 1=namespace',
  TSSignature:
    '0:BoxTSIndexSignature@8 1:BoxTSPropertySignature@8 2:BoxTSCallSignatureDeclaration@8 3:BoxTSConstructSignatureDeclaration@8 4:BoxTSMethodSignature@8',
  TSTupleElement:
    '0:BoxTSAnyKeyword@8 1:BoxTSBigIntKeyword@8 2:BoxTSBooleanKeyword@8 3:BoxTSIntrinsicKeyword@8 4:BoxTSNeverKeyword@8 5:BoxTSNullKeyword@8 6:BoxTSNumberKeyword@8 7:BoxTSObjectKeyword@8 8:BoxTSStringKeyword@8 9:BoxTSSymbolKeyword@8 10:BoxTSThisType@8 11:BoxTSUndefinedKeyword@8 12:BoxTSUnknownKeyword@8 13:BoxTSVoidKeyword@8 14:BoxTSArrayType@8 15:BoxTSConditionalType@8 16:BoxTSConstructorType@8 17:BoxTSFunctionType@8 18:BoxTSImportType@8 19:BoxTSIndexedAccessType@8 20:BoxTSInferType@8 21:BoxTSIntersectionType@8 22:BoxTSLiteralType@8 23:BoxTSMappedType@8 24:BoxTSNamedTupleMember@8 26:BoxTSTemplateLiteralType@8 27:BoxTSTupleType@8 28:BoxTSTypeLiteral@8 29:BoxTSTypeOperator@8 30:BoxTSTypePredicate@8 31:BoxTSTypeQuery@8 32:BoxTSTypeReference@8 33:BoxTSUnionType@8 34:BoxTSParenthesizedType@8 35:BoxJSDocNullableType@8 36:BoxJSDocNonNullableType@8 37:BoxJSDocUnknownType@8 64:BoxTSOptionalType@8 65:BoxTSRestType@8',
  TSType:
    '0:BoxTSAnyKeyword@8 1:BoxTSBigIntKeyword@8 2:BoxTSBooleanKeyword@8 3:BoxTSIntrinsicKeyword@8 4:BoxTSNeverKeyword@8 5:BoxTSNullKeyword@8 6:BoxTSNumberKeyword@8 7:BoxTSObjectKeyword@8 8:BoxTSStringKeyword@8 9:BoxTSSymbolKeyword@8 10:BoxTSThisType@8 11:BoxTSUndefinedKeyword@8 12:BoxTSUnknownKeyword@8 13:BoxTSVoidKeyword@8 14:BoxTSArrayType@8 15:BoxTSConditionalType@8 16:BoxTSConstructorType@8 17:BoxTSFunctionType@8 18:BoxTSImportType@8 19:BoxTSIndexedAccessType@8 20:BoxTSInferType@8 21:BoxTSIntersectionType@8 22:BoxTSLiteralType@8 23:BoxTSMappedType@8 24:BoxTSNamedTupleMember@8 26:BoxTSTemplateLiteralType@8 27:BoxTSTupleType@8 28:BoxTSTypeLiteral@8 29:BoxTSTypeOperator@8 30:BoxTSTypePredicate@8 31:BoxTSTypeQuery@8 32:BoxTSTypeReference@8 33:BoxTSUnionType@8 34:BoxTSParenthesizedType@8 35:BoxJSDocNullableType@8 36:BoxJSDocNonNullableType@8 37:BoxJSDocUnknownType@8',
  TSTypeName:
    '0:BoxIdentifierReference@8 1:BoxTSQualifiedName@8 2:BoxThisExpression@8',
  TSTypeOperatorOperator:
    '0=keyof 1=unique 2=readonly',
  TSTypePredicateName:
    '0:BoxIdentifierName@8 1:BoxTSThisType@8',
  TSTypeQueryExprName:
    '0:BoxIdentifierReference@8 1:BoxTSQualifiedName@8 2:BoxThisExpression@8 3:BoxTSImportType@8',
  UnaryOperator:
    '0=+ 1=- 2=! 3=~ 4=typeof 5=void 6=delete',
  UpdateOperator:
    '0=++ 1=--',
  VariableDeclarationKind:
    '0=var 1=let 2=const 3=using 4=await using',
};

export const WRAPPERS: Record<string, string> = {
  BoxAccessorProperty:
    'AccessorProperty',
  BoxArrayAssignmentTarget:
    'ArrayAssignmentTarget',
  BoxArrayExpression:
    'ArrayExpression',
  BoxArrayPattern:
    'ArrayPattern',
  BoxArrowFunctionExpression:
    'ArrowFunctionExpression',
  BoxAssignmentExpression:
    'AssignmentExpression',
  BoxAssignmentPattern:
    'AssignmentPattern',
  BoxAssignmentTargetPropertyIdentifier:
    'AssignmentTargetPropertyIdentifier',
  BoxAssignmentTargetPropertyProperty:
    'AssignmentTargetPropertyProperty',
  BoxAssignmentTargetRest:
    'AssignmentTargetRest',
  BoxAssignmentTargetWithDefault:
    'AssignmentTargetWithDefault',
  BoxAwaitExpression:
    'AwaitExpression',
  BoxBigIntLiteral:
    'BigIntLiteral',
  BoxBinaryExpression:
    'BinaryExpression',
  BoxBindingIdentifier:
    'BindingIdentifier',
  BoxBindingRestElement:
    'BindingRestElement',
  BoxBlockStatement:
    'BlockStatement',
  BoxBooleanLiteral:
    'BooleanLiteral',
  BoxBreakStatement:
    'BreakStatement',
  BoxCallExpression:
    'CallExpression',
  BoxCatchClause:
    'CatchClause',
  BoxChainExpression:
    'ChainExpression',
  BoxClass:
    'Class',
  BoxClassBody:
    'ClassBody',
  BoxComputedMemberExpression:
    'ComputedMemberExpression',
  BoxConditionalExpression:
    'ConditionalExpression',
  BoxContinueStatement:
    'ContinueStatement',
  BoxDebuggerStatement:
    'DebuggerStatement',
  BoxDoWhileStatement:
    'DoWhileStatement',
  BoxElision:
    'Elision',
  BoxEmptyStatement:
    'EmptyStatement',
  BoxExportAllDeclaration:
    'ExportAllDeclaration',
  BoxExportDeclaration:
    'ExportDeclaration',
  BoxExportDefaultDeclaration:
    'ExportDefaultDeclaration',
  BoxExportFromDeclaration:
    'ExportFromDeclaration',
  BoxExportNamedDeclaration:
    'ExportNamedDeclaration',
  BoxExpression:
    'Expression',
  BoxExpressionStatement:
    'ExpressionStatement',
  BoxForInStatement:
    'ForInStatement',
  BoxForOfStatement:
    'ForOfStatement',
  BoxForStatement:
    'ForStatement',
  BoxFormalParameterRest:
    'FormalParameterRest',
  BoxFormalParameters:
    'FormalParameters',
  BoxFunction:
    'Function',
  BoxFunctionBody:
    'FunctionBody',
  BoxIdentifierName:
    'IdentifierName',
  BoxIdentifierReference:
    'IdentifierReference',
  BoxIfStatement:
    'IfStatement',
  BoxImportDeclaration:
    'ImportDeclaration',
  BoxImportDefaultSpecifier:
    'ImportDefaultSpecifier',
  BoxImportExpression:
    'ImportExpression',
  BoxImportMeta:
    'ImportMeta',
  BoxImportNamespaceSpecifier:
    'ImportNamespaceSpecifier',
  BoxImportSpecifier:
    'ImportSpecifier',
  BoxJSDocNonNullableType:
    'JSDocNonNullableType',
  BoxJSDocNullableType:
    'JSDocNullableType',
  BoxJSDocUnknownType:
    'JSDocUnknownType',
  BoxJSXAttribute:
    'JSXAttribute',
  BoxJSXClosingElement:
    'JSXClosingElement',
  BoxJSXElement:
    'JSXElement',
  BoxJSXEmptyExpression:
    'JSXEmptyExpression',
  BoxJSXExpressionContainer:
    'JSXExpressionContainer',
  BoxJSXFragment:
    'JSXFragment',
  BoxJSXIdentifier:
    'JSXIdentifier',
  BoxJSXMemberExpression:
    'JSXMemberExpression',
  BoxJSXNamespacedName:
    'JSXNamespacedName',
  BoxJSXOpeningElement:
    'JSXOpeningElement',
  BoxJSXSpreadAttribute:
    'JSXSpreadAttribute',
  BoxJSXSpreadChild:
    'JSXSpreadChild',
  BoxJSXText:
    'JSXText',
  BoxLabeledStatement:
    'LabeledStatement',
  BoxLogicalExpression:
    'LogicalExpression',
  BoxMethodDefinition:
    'MethodDefinition',
  BoxNewExpression:
    'NewExpression',
  BoxNewTarget:
    'NewTarget',
  BoxNullLiteral:
    'NullLiteral',
  BoxNumericLiteral:
    'NumericLiteral',
  BoxObjectAssignmentTarget:
    'ObjectAssignmentTarget',
  BoxObjectExpression:
    'ObjectExpression',
  BoxObjectPattern:
    'ObjectPattern',
  BoxObjectProperty:
    'ObjectProperty',
  BoxParenthesizedExpression:
    'ParenthesizedExpression',
  BoxPrivateFieldExpression:
    'PrivateFieldExpression',
  BoxPrivateIdentifier:
    'PrivateIdentifier',
  BoxPrivateInExpression:
    'PrivateInExpression',
  BoxPropertyDefinition:
    'PropertyDefinition',
  BoxRegExpLiteral:
    'RegExpLiteral',
  BoxReturnStatement:
    'ReturnStatement',
  BoxSequenceExpression:
    'SequenceExpression',
  BoxSpreadElement:
    'SpreadElement',
  BoxStaticBlock:
    'StaticBlock',
  BoxStaticMemberExpression:
    'StaticMemberExpression',
  BoxStringLiteral:
    'StringLiteral',
  BoxSuper:
    'Super',
  BoxSwitchStatement:
    'SwitchStatement',
  BoxTSAnyKeyword:
    'TSAnyKeyword',
  BoxTSArrayType:
    'TSArrayType',
  BoxTSAsExpression:
    'TSAsExpression',
  BoxTSBigIntKeyword:
    'TSBigIntKeyword',
  BoxTSBooleanKeyword:
    'TSBooleanKeyword',
  BoxTSCallSignatureDeclaration:
    'TSCallSignatureDeclaration',
  BoxTSConditionalType:
    'TSConditionalType',
  BoxTSConstructSignatureDeclaration:
    'TSConstructSignatureDeclaration',
  BoxTSConstructorType:
    'TSConstructorType',
  BoxTSEnumDeclaration:
    'TSEnumDeclaration',
  BoxTSExportAssignment:
    'TSExportAssignment',
  BoxTSExternalModuleDeclaration:
    'TSExternalModuleDeclaration',
  BoxTSExternalModuleReference:
    'TSExternalModuleReference',
  BoxTSFunctionType:
    'TSFunctionType',
  BoxTSGlobalDeclaration:
    'TSGlobalDeclaration',
  BoxTSImportEqualsDeclaration:
    'TSImportEqualsDeclaration',
  BoxTSImportType:
    'TSImportType',
  BoxTSImportTypeQualifiedName:
    'TSImportTypeQualifiedName',
  BoxTSIndexSignature:
    'TSIndexSignature',
  BoxTSIndexedAccessType:
    'TSIndexedAccessType',
  BoxTSInferType:
    'TSInferType',
  BoxTSInstantiationExpression:
    'TSInstantiationExpression',
  BoxTSInterfaceBody:
    'TSInterfaceBody',
  BoxTSInterfaceDeclaration:
    'TSInterfaceDeclaration',
  BoxTSIntersectionType:
    'TSIntersectionType',
  BoxTSIntrinsicKeyword:
    'TSIntrinsicKeyword',
  BoxTSLiteralType:
    'TSLiteralType',
  BoxTSMappedType:
    'TSMappedType',
  BoxTSMethodSignature:
    'TSMethodSignature',
  BoxTSModuleBlock:
    'TSModuleBlock',
  BoxTSNamedTupleMember:
    'TSNamedTupleMember',
  BoxTSNamespaceDeclaration:
    'TSNamespaceDeclaration',
  BoxTSNamespaceExportDeclaration:
    'TSNamespaceExportDeclaration',
  BoxTSNeverKeyword:
    'TSNeverKeyword',
  BoxTSNonNullExpression:
    'TSNonNullExpression',
  BoxTSNullKeyword:
    'TSNullKeyword',
  BoxTSNumberKeyword:
    'TSNumberKeyword',
  BoxTSObjectKeyword:
    'TSObjectKeyword',
  BoxTSOptionalType:
    'TSOptionalType',
  BoxTSParenthesizedType:
    'TSParenthesizedType',
  BoxTSPropertySignature:
    'TSPropertySignature',
  BoxTSQualifiedName:
    'TSQualifiedName',
  BoxTSRestType:
    'TSRestType',
  BoxTSSatisfiesExpression:
    'TSSatisfiesExpression',
  BoxTSStringKeyword:
    'TSStringKeyword',
  BoxTSSymbolKeyword:
    'TSSymbolKeyword',
  BoxTSTemplateLiteralType:
    'TSTemplateLiteralType',
  BoxTSThisParameter:
    'TSThisParameter',
  BoxTSThisType:
    'TSThisType',
  BoxTSTupleType:
    'TSTupleType',
  BoxTSTypeAliasDeclaration:
    'TSTypeAliasDeclaration',
  BoxTSTypeAnnotation:
    'TSTypeAnnotation',
  BoxTSTypeAssertion:
    'TSTypeAssertion',
  BoxTSTypeLiteral:
    'TSTypeLiteral',
  BoxTSTypeOperator:
    'TSTypeOperator',
  BoxTSTypeParameter:
    'TSTypeParameter',
  BoxTSTypeParameterDeclaration:
    'TSTypeParameterDeclaration',
  BoxTSTypeParameterInstantiation:
    'TSTypeParameterInstantiation',
  BoxTSTypePredicate:
    'TSTypePredicate',
  BoxTSTypeQuery:
    'TSTypeQuery',
  BoxTSTypeReference:
    'TSTypeReference',
  BoxTSUndefinedKeyword:
    'TSUndefinedKeyword',
  BoxTSUnionType:
    'TSUnionType',
  BoxTSUnknownKeyword:
    'TSUnknownKeyword',
  BoxTSVoidKeyword:
    'TSVoidKeyword',
  BoxTaggedTemplateExpression:
    'TaggedTemplateExpression',
  BoxTemplateLiteral:
    'TemplateLiteral',
  BoxThisExpression:
    'ThisExpression',
  BoxThrowStatement:
    'ThrowStatement',
  BoxTryStatement:
    'TryStatement',
  BoxUnaryExpression:
    'UnaryExpression',
  BoxUpdateExpression:
    'UpdateExpression',
  BoxV8IntrinsicExpression:
    'V8IntrinsicExpression',
  BoxVariableDeclaration:
    'VariableDeclaration',
  BoxWhileStatement:
    'WhileStatement',
  BoxWithClause:
    'WithClause',
  BoxWithStatement:
    'WithStatement',
  BoxYieldExpression:
    'YieldExpression',
  OptionAssignmentTargetMaybeDefault:
    'AssignmentTargetMaybeDefault?byte@0=255',
  OptionBindingIdentifier:
    'BindingIdentifier?pointer@16',
  OptionBindingPattern:
    'BindingPattern?byte@0=255',
  OptionBoxAssignmentTargetRest:
    'BoxAssignmentTargetRest?pointer@0',
  OptionBoxBindingRestElement:
    'BoxBindingRestElement?pointer@0',
  OptionBoxBlockStatement:
    'BoxBlockStatement?pointer@0',
  OptionBoxCatchClause:
    'BoxCatchClause?pointer@0',
  OptionBoxExpression:
    'BoxExpression?pointer@0',
  OptionBoxFormalParameterRest:
    'BoxFormalParameterRest?pointer@0',
  OptionBoxFunctionBody:
    'BoxFunctionBody?pointer@0',
  OptionBoxJSXClosingElement:
    'BoxJSXClosingElement?pointer@0',
  OptionBoxObjectExpression:
    'BoxObjectExpression?pointer@0',
  OptionBoxTSModuleBlock:
    'BoxTSModuleBlock?pointer@0',
  OptionBoxTSThisParameter:
    'BoxTSThisParameter?pointer@0',
  OptionBoxTSTypeAnnotation:
    'BoxTSTypeAnnotation?pointer@0',
  OptionBoxTSTypeParameterDeclaration:
    'BoxTSTypeParameterDeclaration?pointer@0',
  OptionBoxTSTypeParameterInstantiation:
    'BoxTSTypeParameterInstantiation?pointer@0',
  OptionBoxWithClause:
    'BoxWithClause?pointer@0',
  OptionCatchParameter:
    'CatchParameter?byte@16=255',
  OptionExpression:
    'Expression?byte@0=255',
  OptionForStatementInit:
    'ForStatementInit?byte@0=255',
  OptionHashbang:
    'Hashbang?pointer@16',
  OptionImportPhase:
    'ImportPhase?byte@0=2',
  OptionJSXAttributeValue:
    'JSXAttributeValue?byte@0=255',
  OptionLabelIdentifier:
    'LabelIdentifier?pointer@16',
  OptionModuleExportName:
    'ModuleExportName?byte@0=255',
  OptionNameSpan:
    'NameSpan?pointer@8',
  OptionStatement:
    'Statement?byte@0=255',
  OptionTSAccessibility:
    'TSAccessibility?byte@0=255',
  OptionTSImportTypeQualifier:
    'TSImportTypeQualifier?byte@0=2',
  OptionTSMappedTypeModifierOperator:
    'TSMappedTypeModifierOperator?byte@0=255',
  OptionTSType:
    'TSType?byte@0=255',
  OptionVecImportDeclarationSpecifier:
    'VecImportDeclarationSpecifier?pointer@0',
  VecArgument:
    'Argument*16',
  VecArrayExpressionElement:
    'ArrayExpressionElement*16',
  VecAssignmentTargetProperty:
    'AssignmentTargetProperty*16',
  VecBindingProperty:
    'BindingProperty*48',
  VecClassElement:
    'ClassElement*16',
  VecComment:
    'Comment*24',
  VecDecorator:
    'Decorator*32',
  VecDirective:
    'Directive*80',
  VecDynamicImport:
    'DynamicImport*16',
  VecError:
    'Error*80',
  VecErrorLabel:
    'ErrorLabel*24',
  VecExportEntry:
    'ExportEntry*144',
  VecExportSpecifier:
    'ExportSpecifier*128',
  VecExpression:
    'Expression*16',
  VecFormalParameter:
    'FormalParameter*72',
  VecImportAttribute:
    'ImportAttribute*120',
  VecImportDeclarationSpecifier:
    'ImportDeclarationSpecifier*16',
  VecImportEntry:
    'ImportEntry*96',
  VecJSXAttributeItem:
    'JSXAttributeItem*16',
  VecJSXChild:
    'JSXChild*16',
  VecObjectPropertyKind:
    'ObjectPropertyKind*16',
  VecOptionAssignmentTargetMaybeDefault:
    'OptionAssignmentTargetMaybeDefault*16',
  VecOptionBindingPattern:
    'OptionBindingPattern*16',
  VecSpan:
    'Span*8',
  VecStatement:
    'Statement*16',
  VecStaticExport:
    'StaticExport*32',
  VecStaticImport:
    'StaticImport*56',
  VecSwitchCase:
    'SwitchCase*56',
  VecTSClassImplements:
    'TSClassImplements*40',
  VecTSEnumMember:
    'TSEnumMember*48',
  VecTSInterfaceHeritage:
    'TSInterfaceHeritage*40',
  VecTSSignature:
    'TSSignature*16',
  VecTSTupleElement:
    'TSTupleElement*16',
  VecTSType:
    'TSType*16',
  VecTSTypeParameter:
    'TSTypeParameter*80',
  VecTemplateElement:
    'TemplateElement*48',
  VecVariableDeclarator:
    'VariableDeclarator*56',
};
