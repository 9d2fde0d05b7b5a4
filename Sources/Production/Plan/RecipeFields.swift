// SPDX-License-Identifier: GPL-3.0-or-later

/// Visits every field of a recipe, in order, with its key and range.
///
/// Reading YAML, writing a plan and reading a plan back go through the same list of fields, so that they cannot
/// drift apart, and a field that is added is decoded, bounded, hashed and documented or a test fails.
protocol RecipeFields {
    mutating func number(_ key: String, _ value: inout Double, in range: ClosedRange<Double>)
    /// A number that may be absent (`none`).
    mutating func number(_ key: String, _ value: inout Double?, in range: ClosedRange<Double>)
    /// As many numbers as `values` holds.
    mutating func numbers(_ key: String, _ values: inout [Double], in range: ClosedRange<Double>)
    mutating func integer(_ key: String, _ value: inout Int, in range: ClosedRange<Int>)
    mutating func unsigned(_ key: String, _ value: inout UInt64)
    mutating func flag(_ key: String, _ value: inout Bool)
    mutating func text(_ key: String, _ value: inout String)
    mutating func texts(_ key: String, _ values: inout [String])
    mutating func choice<Choice: RawRepresentable & CaseIterable>(_ key: String, _ value: inout Choice)
    where Choice.RawValue == String
    /// One of the names that another part of the program knows.
    mutating func name(_ key: String, _ value: inout String, of list: RecipeNames)
    /// PDG numbers; in YAML also particle names.
    mutating func species(_ key: String, _ values: inout [Int32])
    mutating func distribution(_ key: String, _ value: inout Recipe.Distribution, in range: ClosedRange<Double>)
    mutating func momentum(_ kind: inout Recipe.Gun.Momentum, _ value: inout Recipe.Distribution)
    mutating func vertex(_ key: String, _ value: inout Recipe.Gun.Vertex)
    mutating func source(_ value: inout Recipe.Source)
    mutating func part<Part: RecipePart>(_ key: String, _ part: inout Part)
    mutating func parts<Part: RecipePart>(_ key: String, _ parts: inout [Part])
}

/// A visitor that knows the path of the group it is in, such as `collisions.pile_up.`.
protocol RecipePaths: RecipeFields {
    var prefix: String { get set }
}

extension RecipePaths {
    mutating func part<Part: RecipePart>(_ key: String, _ part: inout Part) {
        let outer = prefix
        prefix += key + "."
        part.visit(&self)
        prefix = outer
    }
}

/// Lists of names that a recipe refers to.
enum RecipeNames: Sendable {
    case processes, higgsDecays
}

/// A group of keys of a recipe; `init()` gives the defaults.
protocol RecipePart: Sendable, Equatable {
    init()
    /// Keys that must be given.
    static var required: [String] { get }
    /// The key that a single value stands for, as in `pile_up: 200`.
    static var shorthand: String? { get }
    /// Called before a group that is there is read: where its keys make sense only together, absent ones lose their
    /// defaults.
    mutating func prepare()
    mutating func visit<Fields: RecipeFields>(_ fields: inout Fields)
    /// What is wrong with the values together, though each is within its range.
    func contradictions() -> [Contradiction]
}

extension RecipePart {
    static var required: [String] { [] }
    static var shorthand: String? { nil }
    mutating func prepare() {}
    func contradictions() -> [Contradiction] { [] }
}

/// Values that do not fit together.
struct Contradiction: Equatable {
    /// The key at which it is reported.
    var key: String
    var code = "contradiction"
    var problem: String
    var reason: String?
    var remedy: String?
}
