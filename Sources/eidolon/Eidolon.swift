// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser

@main
struct Eidolon: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "A detector digital twin and synthetic dataset generator.")
}
