// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

/// A build of the program for a level of x86-64. Every build makes the same bytes.
public struct Build: Sendable, CustomStringConvertible {
    /// What `Scripts/build` and `EIDOLON_BUILD` call it.
    public let name: String
    /// The level of x86-64 that it is compiled for.
    public let level: String
    /// The folder with the program and the objects that it was made of.
    public let folder: String
    /// Flags of /proc/cpuinfo that the level's vector instructions come with; Linux calls lzcnt `abm`.
    public let flags: Set<Substring>
    /// Whether continuous integration may do without a processor that runs it.
    public let isForRareProcessors: Bool

    public var program: String { folder + "/eidolon" }
    public var description: String { name }

    /// The build that the tests belong to: the folder of the test program, or the usual one.
    public static let baseline: Build = {
        let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path
        let isBuild = FileManager.default.isExecutableFile(atPath: own + "/eidolon")
        return Build(
            name: "baseline", level: "x86-64", folder: isBuild ? own : PackageFolder.root + "/.build/release",
            flags: ["sse2"], isForRareProcessors: false)
    }()
    public static let v3 = Build(
        name: "v3", level: "x86-64-v3", folder: PackageFolder.root + "/.build/v3/release",
        flags: ["avx", "avx2", "bmi1", "bmi2", "fma", "f16c", "abm", "movbe"], isForRareProcessors: false)
    public static let v4 = Build(
        name: "v4", level: "x86-64-v4", folder: PackageFolder.root + "/.build/v4/release",
        flags: v3.flags.union(["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"]), isForRareProcessors: true)
    public static let all = [baseline, v3, v4]

    /// Whether this processor runs it.
    public var fitsThisProcessor: Bool { flags.isSubset(of: PackageFolder.processorFlags) }

    /// True if the program is there; false if the test may be left out here, which is said.
    ///
    /// - Throws: where everything is required and the processor is no excuse.
    public func isThere() throws -> Bool {
        let isThere = FileManager.default.isExecutableFile(atPath: program)
        if !isThere && isForRareProcessors && !fitsThisProcessor { return sayLeftOut() }
        return try PackageFolder.has(isThere, "Scripts/build \(name)")
    }

    /// True if the program is there and this processor runs it; false if the test may be left out here, which is said.
    ///
    /// - Throws: where everything is required and the processor is no excuse.
    public func canRun() throws -> Bool {
        if isForRareProcessors && !fitsThisProcessor { return sayLeftOut() }
        return try PackageFolder.has(fitsThisProcessor, "a processor for \(level)") && isThere()
    }

    private func sayLeftOut() -> Bool {
        print("left out: the build for \(level), which this processor does not run")
        return false
    }
}
