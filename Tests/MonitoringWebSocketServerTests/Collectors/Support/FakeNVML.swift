import Foundation
import TestSupport

/// A `libnvidia-ml.so.1` of our own, compiled for the test. It stands in for NVIDIA's where there is no such GPU.
struct FakeNVML {
    /// Keeps the library's file.
    private let tree: FixtureTree
    /// Path of the library.
    var path: String { tree.root + "/libnvidia-ml.so.1" }

    /// Compiles the library with these macros defined.
    init(_ macros: String...) async throws {
        tree = try FixtureTree(["nvml.c": Self.source])
        let status = try await ChildProcess.run(
            "cc", ["-shared", "-fPIC", "-o", path] + macros.map { "-D\($0)" } + [tree.root + "/nvml.c"])
        guard status == 0 else { throw CompilationFailed(status: status) }
    }

    /// Every device is from now on lost, or back.
    func setLost(_ isLost: Bool) throws {
        if isLost { try tree.write("", to: "lost") } else { try tree.remove("lost") }
    }

    /// Whether the library was shut down as often as it was started.
    var isShutDown: Bool {
        FileManager.default.fileExists(atPath: tree.root + "/libnvidia-ml.so.1.shutdown")
    }

    /// Whether a C compiler is installed.
    static let hasCompiler = ["/usr/bin/cc", "/usr/local/bin/cc"].contains(where: FileManager.default.isExecutableFile)

    struct CompilationFailed: Error {
        var status: Int32
    }

    /// Functions as the "NVML API Reference" declares them.
    private static let source = """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <libgen.h>
        #include <stdio.h>
        #include <string.h>
        #include <unistd.h>
        typedef int nvmlReturn_t;
        typedef struct device { int index; } *nvmlDevice_t;
        typedef struct { unsigned long long total, free, used; } nvmlMemory_t;
        typedef struct { unsigned int gpu, memory; } nvmlUtilization_t;
        enum { OK = 0, INVALID = 2, NOT_SUPPORTED = 3, DRIVER_NOT_LOADED = 9, LOST = 15 };
        #ifdef OLD
        #define V2(name) name
        #else
        #define V2(name) name##_v2
        #endif
        static struct device devices[2] = {{0}, {1}};
        static int running;
        static const char *library(void) {
            Dl_info info;
            return dladdr((void *)library, &info) ? info.dli_fname : "";
        }
        static int lost(void) {
            char path[4096];
            snprintf(path, sizeof path, "%s", library());
            char flag[4200];
            snprintf(flag, sizeof flag, "%s/lost", dirname(path));
            return access(flag, F_OK) == 0;
        }
        #define CHECK if (!running) return 1; if (lost()) return LOST
        nvmlReturn_t V2(nvmlInit)(void) {
        #ifdef NO_DRIVER
            return DRIVER_NOT_LOADED;
        #endif
            running++;
            return OK;
        }
        nvmlReturn_t nvmlShutdown(void) {
            char path[4200];
            snprintf(path, sizeof path, "%s.shutdown", library());
            if (--running == 0) fclose(fopen(path, "w"));
            return OK;
        }
        nvmlReturn_t V2(nvmlDeviceGetCount)(unsigned int *count) { CHECK; *count = 2; return OK; }
        nvmlReturn_t V2(nvmlDeviceGetHandleByIndex)(unsigned int index, nvmlDevice_t *device) {
            CHECK;
        #ifdef SECOND_CANNOT_BE_OPENED
            if (index == 1) return LOST;
        #endif
            if (index > 1) return INVALID;
            *device = &devices[index];
            return OK;
        }
        nvmlReturn_t nvmlSystemGetDriverVersion(char *text, unsigned int length) {
            CHECK;
            return snprintf(text, length, "550.54.15") < (int)length ? OK : 7;
        }
        nvmlReturn_t nvmlDeviceGetName(nvmlDevice_t device, char *text, unsigned int length) {
            CHECK;
            return snprintf(text, length, "NVIDIA Test %d", device->index) < (int)length ? OK : 7;
        }
        nvmlReturn_t nvmlDeviceGetMemoryInfo(nvmlDevice_t device, nvmlMemory_t *memory) {
            CHECK;
            if (device->index == 1) return NOT_SUPPORTED;
            *memory = (nvmlMemory_t){85899345920ULL, 64424509440ULL, 21474836480ULL};
            return OK;
        }
        nvmlReturn_t nvmlDeviceGetUtilizationRates(nvmlDevice_t device, nvmlUtilization_t *rates) {
            CHECK;
            if (device->index == 1) return NOT_SUPPORTED;
            *rates = (nvmlUtilization_t){87, 12};
            return OK;
        }
        nvmlReturn_t nvmlDeviceGetTemperature(nvmlDevice_t device, int sensor, unsigned int *celsius) {
            CHECK;
            if (sensor != 0) return INVALID;
            *celsius = 61 + device->index;
            return OK;
        }
        #ifndef WITHOUT_POWER
        nvmlReturn_t nvmlDeviceGetPowerUsage(nvmlDevice_t device, unsigned int *milliwatts) {
            CHECK;
            if (device->index == 1) return NOT_SUPPORTED;
            *milliwatts = 312500;
            return OK;
        }
        #endif
        #ifdef OLD
        nvmlReturn_t nvmlDeviceGetPowerManagementLimit(nvmlDevice_t device, unsigned int *milliwatts) {
        #else
        nvmlReturn_t nvmlDeviceGetEnforcedPowerLimit(nvmlDevice_t device, unsigned int *milliwatts) {
        #endif
            CHECK;
            if (device->index == 1) return NOT_SUPPORTED;
            *milliwatts = 400000;
            return OK;
        }
        """
}
