// Captured on a virtual machine of two cores (Debian 12, Linux 6.18); long lines are cut.
// swift-format-ignore-file

enum CapturedMachine {
    static let stat = #"""
        cpu  327150 3 37180 356043 1365 0 283 277 0 0
        cpu0 160144 2 16998 183527 185 0 67 132 0 0
        cpu1 167005 0 20182 172515 1179 0 216 145 0 0
        intr 1689636 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 1 15 0 0 0 0 723 1860 0 71 1 182369 0 1218 928 0 4399 8997 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 
        ctxt 3359200
        btime 1795255601
        processes 90255
        procs_running 3
        procs_blocked 0
        softirq 1281215 0 219191 4 103426 182364 0 3 157037 16657 602533

        """#

    static let meminfo = #"""
        MemTotal:       24684092 kB
        MemFree:        20356064 kB
        MemAvailable:   22139824 kB
        Buffers:           18968 kB
        Cached:          1847860 kB
        SwapCached:            0 kB
        Active:           988624 kB
        Inactive:        2945656 kB
        Active(anon):       2004 kB
        Inactive(anon):  2074420 kB
        Active(file):     986620 kB
        Inactive(file):   871236 kB
        Unevictable:       16304 kB
        Mlocked:           15300 kB
        SwapTotal:             0 kB
        SwapFree:              0 kB
        Zswap:                 0 kB
        Zswapped:              0 kB
        Dirty:               120 kB
        Writeback:             0 kB
        AnonPages:       2083908 kB
        Mapped:           149236 kB
        Shmem:              8856 kB
        KReclaimable:     232100 kB

        """#

    static let cpuinfo = #"""
        processor	: 0
        vendor_id	: AuthenticAMD
        cpu family	: 26
        model		: 2
        model name	: AMD EPYC
        stepping	: 1
        microcode	: 0x1000065
        cpu MHz		: 2596.122
        cache size	: 1024 KB
        physical id	: 0
        siblings	: 2
        core id		: 0
        cpu cores	: 2
        apicid		: 0
        initial apicid	: 0
        fpu		: yes
        fpu_exception	: yes
        cpuid level	: 28
        wp		: yes
        flags		: fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat pse36 clflush m
        bugs		: sysret_ss_attrs null_seg spectre_v1 spectre_v2 spec_store_bypass srso spectre_v2_u
        bogomips	: 5192.24
        TLB size	: 192 4K pages
        clflush size	: 64
        cache_alignment	: 64
        address sizes	: 48 bits physical, 48 bits virtual
        power management:

        processor	: 1
        vendor_id	: AuthenticAMD
        cpu family	: 26
        model		: 2
        model name	: AMD EPYC
        stepping	: 1
        microcode	: 0x1000065
        cpu MHz		: 2596.122
        cache size	: 1024 KB
        physical id	: 0
        siblings	: 2
        core id		: 1
        cpu cores	: 2
        apicid		: 1
        initial apicid	: 1
        fpu		: yes
        fpu_exception	: yes
        cpuid level	: 28
        wp		: yes
        flags		: fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat pse36 clflush m
        bugs		: sysret_ss_attrs null_seg spectre_v1 spectre_v2 spec_store_bypass srso spectre_v2_u
        bogomips	: 5192.24
        TLB size	: 192 4K pages
        clflush size	: 64
        cache_alignment	: 64
        address sizes	: 48 bits physical, 48 bits virtual
        power management:

        """#

    static let netDev = #"""
        Inter-|   Receive                                                |  Transmit
         face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
            lo: 1906578153  162965    0    0    0     0          0         0 1906578153  162965    0    0    0     0       0          0
          ifb0:       0       0    0    0    0     0          0         0        0       0    0    0    0     0       0          0
          ifb1:       0       0    0    0    0     0          0         0        0       0    0    0    0     0       0          0
          eth0: 63576724    1457    0    0    0     0          0         0   122494    1021    0    0    0     0       0          0

        """#

    static let diskstats = #"""
           7       0 loop0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
           7       1 loop1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
           7       2 loop2 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
           7       3 loop3 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
           7       4 loop4 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
           7       5 loop5 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
           7       6 loop6 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
           7       7 loop7 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
         254       0 vda 122360 19140 16053378 116413 98594 114054 11715360 73207 0 29900 198478 43991 2 5983872 7282 12684 1574
         253       0 zram0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0

        """#

    static let osRelease = #"""
        PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
        NAME="Debian GNU/Linux"
        VERSION_ID="12"
        VERSION="12 (bookworm)"
        VERSION_CODENAME=bookworm
        ID=debian
        HOME_URL="https://www.debian.org/"
        SUPPORT_URL="https://www.debian.org/support"
        BUG_REPORT_URL="https://bugs.debian.org/"

        """#
}
