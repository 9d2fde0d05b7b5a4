// swift-tools-version: 6.2
// SPDX-License-Identifier: GPL-3.0-or-later
import PackageDescription

/// Kernels of EventModel are generic over SIMD width; across modules they specialise only with the first flag. Without
/// the second a square root is a call of libm that may set errno.
let optimised: [SwiftSetting] = [
    .unsafeFlags(
        ["-cross-module-optimization", "-Xcc", "-fno-math-errno"], .when(configuration: .release))
]

let package = Package(
    name: "Eidolon",
    products: [
        .executable(name: "eidolon", targets: ["eidolon"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // System libraries.
        .systemLibrary(name: "CGSL", pkgConfig: "gsl", providers: [.apt(["libgsl-dev"])]),
        .systemLibrary(name: "CHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"])]),
        .systemLibrary(name: "CFFTW", pkgConfig: "fftw3", providers: [.apt(["libfftw3-dev"])]),
        .systemLibrary(name: "CFileSupport"),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        // A C face of the library of that name.
        .target(
            name: "CHepMC3", cxxSettings: [.unsafeFlags(["-ffp-contract=off"])],
            linkerSettings: [.linkedLibrary("HepMC3")]),
        // One header of vector arithmetic, inlined into the kernels of EventModel.
        .systemLibrary(name: "CLanes"),
        // FastJet behind a C face; contraction to fused multiply-add would make its decisions differ between builds.
        .target(
            name: "CFastJet", cxxSettings: [.unsafeFlags(["-ffp-contract=off"])],
            linkerSettings: [.linkedLibrary("fastjet")]),

        // Libraries, in the direction of the data.
        .target(name: "EventModel", dependencies: ["CLanes"], swiftSettings: optimised),
        .target(
            name: "Configuration", dependencies: [.product(name: "Yams", package: "Yams")],
            swiftSettings: optimised),
        .target(name: "Numerics", dependencies: ["CGSL", "CFFTW"], swiftSettings: optimised),
        .target(name: "Detector", dependencies: ["EventModel", "Configuration"], swiftSettings: optimised),
        .target(
            name: "Generation", dependencies: ["EventModel", "Configuration", "Numerics", "CHepMC3", "CZlib"],
            swiftSettings: optimised),
        .target(
            name: "Simulation", dependencies: ["EventModel", "Detector", "Numerics"],
            swiftSettings: optimised),
        .target(name: "Objects", dependencies: ["EventModel", "CFastJet"], swiftSettings: optimised),
        .target(
            name: "Datasets",
            dependencies: [
                "EventModel", "Detector", "CFileSupport", "CHDF5", "CHepMC3", "CZlib",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: optimised),
        .target(
            name: "Production",
            dependencies: [
                "EventModel", "Configuration", "Detector", "Generation", "Simulation", "Objects", "Datasets",
                .product(name: "Crypto", package: "swift-crypto"), .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: optimised),
        .executableTarget(
            name: "eidolon",
            dependencies: [
                "Production", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: optimised),

        // Benchmark programs.
        .target(
            name: "PhiloxPeer", path: "Benchmarks/Kernels/Peer", cSettings: [.unsafeFlags(["-ffp-contract=off"])]),
        .executableTarget(
            name: "kernels-benchmark", dependencies: ["EventModel", "PhiloxPeer"], path: "Benchmarks/Kernels/Program",
            swiftSettings: optimised),

        // Tests mirror the sources.
        .target(name: "TestSupport", dependencies: ["EventModel"], path: "Tests/TestSupport"),
        .testTarget(name: "EventModelTests", dependencies: ["EventModel", "TestSupport"]),
        .testTarget(
            name: "ConfigurationTests",
            dependencies: ["Configuration", "TestSupport", .product(name: "Yams", package: "Yams")]),
        .testTarget(name: "NumericsTests", dependencies: ["Numerics", "TestSupport"]),
        .testTarget(
            name: "DetectorTests", dependencies: ["Configuration", "Detector", "TestSupport"], exclude: ["Fixtures"]),
        .testTarget(name: "GenerationTests", dependencies: ["Generation", "TestSupport"]),
        .testTarget(name: "SimulationTests", dependencies: ["Simulation", "TestSupport"]),
        .testTarget(name: "ObjectsTests", dependencies: ["Generation", "Objects", "TestSupport"]),
        .testTarget(
            name: "DatasetsTests",
            dependencies: [
                "Datasets", "Simulation", "TestSupport", .product(name: "Crypto", package: "swift-crypto"),
            ], exclude: ["Fixtures"]),
        .testTarget(name: "ProductionTests", dependencies: ["Production", "TestSupport"]),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "EventModel", "Detector", "Generation", "Simulation", "Datasets", "Production", "TestSupport",
            ]),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
