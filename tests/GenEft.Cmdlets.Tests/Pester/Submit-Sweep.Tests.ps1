BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'Submit-Sweep' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    BeforeEach {
        Enter-NewFolder
        $path = $env:PATH
        $env:SLURM_CONF = New-Item -Force (Join-Path $TestDrive slurm.conf)   # names no cluster: no test submits to a cluster that this machine may belong to
    }

    AfterEach {
        $env:PATH = $path
        $env:SLURM_CONF = $null
    }

    AfterAll {
        Set-Location $PSScriptRoot
    }

    It 'starts processes of this machine that train what is missing' {
        $null = New-Relation Modulo -Count 9 | New-Sweep s -Seed (1..3) -MaxSteps 100
        $job = Submit-Sweep s -Engine Local -ShardCount 8 -CpusPerTask 1
        $job.Engine | Should -Be 'Local'
        $job.TaskCount | Should -Be 3 -Because 'so many trainings are missing'
        $job.JobId | Should -BeNullOrEmpty
        Assert-Table $job
        ($job | Wait-Sweep -Timeout 120).DoneCount | Should -Be 3
        Get-ChildItem $job.Log | Should -HaveCount 3
        $again = Submit-Sweep s -Engine Local -ShardCount 1 -WarningVariable told -WarningAction SilentlyContinue
        $again | Should -BeNullOrEmpty
        "$told" | Should -BeLike '*All of the sweep*is done; nothing is submitted.'
    }

    It 'plans alone with -WhatIf' {
        $null = New-Relation Modulo -Count 9 | New-Sweep s -MaxSteps 100
        Submit-Sweep s -Engine Local -ShardCount 2 -WhatIf
        Test-Path s/jobs | Should -BeFalse
    }

    Context 'with programs in the place of Slurm''s' -Skip:$IsWindows {
        BeforeEach {
            # What each says and how it ends is in a file of its name.
            $null = New-Item -ItemType Directory bin
            'sbatch', 'squeue', 'sacct', 'scancel' | ForEach-Object {
                Set-Content bin/$_ "#!/bin/sh`necho `"$_ `$*`" >> '$PWD/calls'`ncat '$PWD/$_.out' 2>/dev/null`ncat '$PWD/$_.err' >&2 2>/dev/null`n[ ! -e '$PWD/$_.err' ]"
                & /bin/chmod +x bin/$_
            }
            $env:PATH = "$PWD/bin:$env:PATH"
            $null = New-Relation Modulo -Count 9 | New-Sweep s -Seed (1..5) -MaxSteps 100
        }

        It 'submits an array and merges what the queue and the accounts say' {
            Set-Content sbatch.out '17;green'
            $job = Submit-Sweep s -ShardCount 5 -Partition long
            $job.JobId | Should -Be '17'
            $job.TaskCount | Should -Be 5
            $name = 'geneft-s-' + (Get-FileHash s/plan.json).Hash.Substring(0, 8).ToLowerInvariant()
            $job.Script | Should -FileContentMatch '^#SBATCH --partition=long$'
            $job.Script | Should -FileContentMatch '^#SBATCH --array=0-4$'
            Set-Content squeue.out "3|PENDING|Priority`n4|RUNNING|None"
            Set-Content sacct.out "17_0|COMPLETED`n17_1|OUT_OF_MEMORY`n17_2|CANCELLED by 1000`n17_[3-4]|PENDING"
            $status = Get-Sweep s -WarningVariable told -WarningAction SilentlyContinue
            $status.State | Should -Be 'Queued'
            $status.QueuedTaskCount | Should -Be 2
            $status.FailedTaskCount | Should -Be 1
            "$told" | Should -BeLike '*task 1 of job 17 as OUT_OF_MEMORY*0001-1.log*'
            Assert-Table $status
            Get-Content calls | Should -Contain "squeue --clusters=green --name=$name --jobs=17 --states=all --array --noheader --format=%K|%T|%r"
            (Invoke-Script 'Remove-Sweep s -Confirm:$false').Errors[0].FullyQualifiedErrorId | Should -BeLike 'GenEft.SweepExists,*'
            (Stop-Sweep s -WarningAction SilentlyContinue).ProcessCount | Should -Be 0
            Get-Content calls | Should -Contain "scancel --clusters=green --name=$name 17"
        }

        It 'waits on while the queue cannot be asked, and says so' {
            Set-Content sbatch.out '17'
            $null = Submit-Sweep s -ShardCount 1
            Set-Content squeue.err 'slurm_load_jobs error: Unable to contact slurm controller'
            $run = Invoke-Script 'Wait-Sweep s -Timeout 0.5'
            $run.Errors[0].FullyQualifiedErrorId | Should -BeLike 'GenEft.TimedOut,*'
            $null = Wait-Sweep s -Timeout 0.5 -WarningVariable told -WarningAction SilentlyContinue -ErrorAction SilentlyContinue
            "$told" | Should -BeLike '*Slurm cannot be asked for job 17*asked again until it answers*'
            $null = Get-Sweep s -WarningVariable told -WarningAction SilentlyContinue
            "$told" | Should -BeLike '*Slurm cannot be asked for job 17*'
            Set-Content squeue.err 'slurm_load_jobs error: Invalid job id specified'
            (Wait-Sweep s -WarningVariable told -WarningAction SilentlyContinue).State | Should -Be 'New'
            "$told" | Should -BeLike '*No process works*'
        }

        It 'waits no longer than it is told for a cluster that does not answer' {
            Set-Content sbatch.out '17'
            $null = Submit-Sweep s -ShardCount 1
            Set-Content bin/squeue "#!/bin/sh`nsleep 60"
            $clock = [System.Diagnostics.Stopwatch]::StartNew()
            $run = Invoke-Script 'Wait-Sweep s -Timeout 1'
            $run.Errors[0].FullyQualifiedErrorId | Should -BeLike 'GenEft.TimedOut,*'
            "$($run.Errors)" | Should -BeLike '*Slurm does not answer*'
            $clock.Elapsed.TotalSeconds | Should -BeLessThan 30
        }

        It 'does not count tasks that end since the sweep was stopped' {
            Set-Content sbatch.out '17'
            $null = Submit-Sweep s -ShardCount 2
            Set-Content squeue.out "0|COMPLETING|None`n1|COMPLETING|None"
            (Get-Sweep s).QueuedTaskCount | Should -Be 2   # they may be queued again
            $null = Stop-Sweep s
            $status = Get-Sweep s
            "$($status.State) $($status.QueuedTaskCount)" | Should -Be 'New 0'
            Start-Sleep -Milliseconds 20
            $null = Submit-Sweep s -ShardCount 2
            (Get-Sweep s).QueuedTaskCount | Should -Be 2
        }

        It 'does not wait for tasks that somebody holds, and says which' {
            Set-Content sbatch.out '17'
            $null = Submit-Sweep s -ShardCount 2
            Set-Content squeue.out "0|PENDING|JobHeldUser`n1|PENDING|DependencyNeverSatisfied"
            $status = Wait-Sweep s -Timeout 60 -WarningVariable told -WarningAction SilentlyContinue
            "$($status.State) $($status.QueuedTaskCount)" | Should -Be 'New 2'
            "$told" | Should -BeLike '*2 task(s) wait that Slurm does not start by itself, task 0 of job 17 for the reason JobHeldUser: Slurm''s scontrol releases what somebody holds*'
            "$told" | Should -Not -BeLike '*No process works*'
            Set-Content squeue.out "0|PENDING|DependencyNeverSatisfied"
            $null = Get-Sweep s -WarningVariable told -WarningAction SilentlyContinue
            "$told" | Should -BeLike '*DependencyNeverSatisfied: Stop-Sweep cancels them*'
            Set-Content squeue.out "0|PENDING|JobHeldUser`n1|PENDING|Resources"
            (Get-Sweep s -WarningAction SilentlyContinue).State | Should -Be 'Queued'
        }

        It 'stops what is under way although the queue cannot be asked, and asks once' {
            Set-Content sbatch.out '17'
            1..3 | ForEach-Object { $null = Submit-Sweep s -ShardCount 1 }
            Set-Content squeue.err 'slurm_load_jobs error: Unable to contact slurm controller'
            Copy-Item squeue.err scancel.err
            # Each is slow to say so, and looks whether processes have been told by then.
            'squeue', 'scancel' | ForEach-Object { (Get-Content bin/$_) -replace '^cat .*out', "test -e '$PWD/s/stop' && echo told >> '$PWD/calls'; `$0" | Set-Content bin/$_ }
            Set-Content calls ''
            $run = Invoke-Script 'Stop-Sweep s'
            $run.Errors.Count | Should -Be 1
            $run.Errors[0].FullyQualifiedErrorId | Should -BeLike 'GenEft.EngineFailed,*'
            "$($run.Errors)" | Should -BeLike '*its tasks may start later*Call Stop-Sweep again*'
            @(Get-Content calls) -like 'squeue*' | Should -HaveCount 1
            @(Get-Content calls) -like 'scancel*' | Should -HaveCount 1
        }

        It 'passes on what sbatch says, and leaves nothing' {
            Set-Content sbatch.err 'sbatch: error: invalid partition specified: none'
            $run = Invoke-Script 'Submit-Sweep s -ShardCount 1 -Partition none'
            $run.Errors[0].FullyQualifiedErrorId | Should -BeLike 'GenEft.EngineFailed,*'
            "$($run.Errors)" | Should -BeLike '*Slurm did not take the job: sbatch: error: invalid partition specified: none'
            Get-ChildItem s/jobs | Should -BeNullOrEmpty
        }
    }

    It 'leaves nothing on a disk that is full, and stops on one' -Skip:(-not ($IsLinux -and [Environment]::UserName -eq 'root')) {
        $null = New-Item -ItemType Directory disk
        & /bin/mount -t tmpfs -o size=64k tmpfs $PWD/disk 2>$null
        if ($LASTEXITCODE -ne 0) { Set-ItResult -Skipped -Because 'this machine does not mount'; return }
        try {
            $null = New-Relation Modulo -Count 6 | New-Sweep disk/s -MaxSteps 5
            try { [IO.File]::WriteAllBytes("$PWD/disk/filler", [byte[]]::new(60000)) } catch { 'it is full' | Out-Null }
            try { [IO.File]::WriteAllBytes("$PWD/disk/rest", [byte[]]::new(60000)) } catch { 'it is full' | Out-Null }
            $run = Invoke-Script 'Submit-Sweep disk/s 2 -Engine Local'
            $run.Errors[0].FullyQualifiedErrorId | Should -BeLike 'GenEft.FileNotWritable,*'
            Get-ChildItem disk/s/jobs | Should -BeNullOrEmpty
            $run = Invoke-Script 'Stop-Sweep disk/s'
            $run.Errors[0].FullyQualifiedErrorId | Should -BeLike 'GenEft.FileNotWritable,*'
            $run.Output.State | Should -Be 'New'
        }
        finally {
            & /bin/umount $PWD/disk
        }
    }

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = 'Submit-Sweep none 1 -Engine Local'; Id = 'GenEft.FileNotFound' }
        @{ Script = 'Submit-Sweep s 0 -Engine Local'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'Submit-Sweep s 1025 -Engine Local'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'Submit-Sweep s 1 -CpusPerTask 0'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'Submit-Sweep s 1 -Partition "a b"'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'Submit-Sweep s 1 -Option qos=high'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'Submit-Sweep s 1 -TimeLimit 60'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'Submit-Sweep s 1 -Engine Local -Partition long'; Id = 'GenEft.ParameterNotApplicable' }
        @{ Script = 'Submit-Sweep s 1 -Engine Local -Gpu 1'; Id = 'GenEft.ParameterNotApplicable' }
    ) {
        Assert-Refused $Script $Id
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Submit-Sweep') {
        Assert-Example $Code
    }
}
