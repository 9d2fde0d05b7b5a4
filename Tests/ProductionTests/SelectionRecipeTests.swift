// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@testable import Production

@Suite struct SelectionRecipeTests {
    @Test func criteriaAreReadAndMapped() throws {
        let plan = try makePlan(
            minimalRecipe + """
                select:
                  min_jets: 6
                  max_leptons: 3
                  same_sign_pair: true
                  min_HT_GeV: 500
                  higgs_decay: bb
                  masses: [{of: lepton-pair, need: none, min_GeV: 81, max_GeV: 101}]

                """)
        let selection = try #require(plan.eventSelection)
        #expect(selection.jets.lowerBound == 6 && selection.leptons.upperBound == 3 && selection.needsSameSignPair)
        #expect(selection.scalarSum == 500...Double.infinity && selection.higgsDecay == .bb)
        #expect(selection.masses.count == 1 && selection.masses[0].range == 81...101)
        #expect(plan.wantedEvents == 10 && plan.eventNumbers == 0..<1_000_000)
        #expect(try Plan(text: plan.text) == plan)
        let one = try plan.with(event: 77)
        #expect(one.eventNumbers == 77..<78 && one.wantedEvents == nil && one.isSelected)
        #expect(plan.summary().contains("HT at least 500 GeV"))
        let none = try makePlan(minimalRecipe)
        #expect(none.eventSelection == nil && none.wantedEvents == nil && none.eventNumbers == 0..<10)
    }

    @Test(arguments: [
        ("min_jet: 3", "5 unknown-key select.min_jet"),
        ("min_jets: -1", "5 out-of-range select.min_jets"),
        ("min_jets: 2.5", "5 wrong-type select.min_jets"),
        ("min_jets: 5\n  max_jets: 4", "5 contradiction select.min_jets"),
        ("min_HT_GeV: 500\n  max_HT_GeV: 400", "5 contradiction select.min_HT_GeV"),
        ("same_sign_pair: true\n  max_leptons: 1", "5 contradiction select.same_sign_pair"),
        ("same_sign_pair: perhaps", "5 wrong-type select.same_sign_pair"),
        ("higgs_decay: toast", "5 unknown-choice select.higgs_decay"),
        ("count: attempts", "5 contradiction select.count"),
        ("count: tries\n  min_jets: 1", "5 unknown-choice select.count"),
        ("min_jets: 1\n  max_attempts: 3", "5 contradiction select"),
        ("masses: [{of: quarks}]", "5 unknown-choice select.masses[0].of"),
        ("masses: [{need: none}]", "5 missing-key select.masses[0].of"),
        ("masses: [{of: jet-pair, min_GeV: 9, max_GeV: 8}]", "5 contradiction select.masses[0].min_GeV"),
    ])
    func mistakesAreFound(_ line: String, _ mistake: String) {
        #expect(mistakes(inRecipe: minimalRecipe + "select:\n  " + line + "\n").contains(mistake))
    }
}
