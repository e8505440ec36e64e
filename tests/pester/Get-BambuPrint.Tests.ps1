#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:route = 'GET /v1/iot-service/api/user/print'
}

# The document lists all jobs without their printers, and each printer's
# on request; the live service lists printers with the job that each has.
Describe 'Get-BambuPrint of the <ApiProfile> cloud' -ForEach @(
    @{ ApiProfile = 'documented' }
    @{ ApiProfile = 'live' }
) {
    BeforeAll {
        $script:cloud = Start-Simulator -ApiProfile $ApiProfile -Speed 1 -Connect # The prints go on as long as the tests.
        Invoke-Simulator $cloud "printers/$($cloud.Devices[0])/start"
        Invoke-Simulator $cloud "printers/$($cloud.Devices[1])/start"
        Invoke-Simulator $cloud "printers/$($cloud.Devices[1])/pause"
        $script:live = $ApiProfile -eq 'live'
    }

    AfterAll {
        Stop-Simulator $cloud
    }

    It 'gives all jobs with their printers, with one call where they are named' {
        $before = Get-RequestCount $cloud $route
        $jobs = Get-BambuPrint
        $jobs | Should -BeOfType BambuCloud.BambuPrintJob
        $jobs | Should -HaveCount ($live ? 2 : 47)
        $jobs.JobId | Should -Contain '410000045'
        $jobs.JobId | Should -Contain '410000046'
        $jobs.DeviceId | Should -BeIn $cloud.Devices
        (Get-RequestCount $cloud $route) - $before | Should -Be ($live ? 1 : 5)
    }

    It 'says of a job what is printed, where, and how far it is' {
        $job = Get-BambuPrint $cloud.Devices[0] -JobId 410000045
        $job.DeviceId | Should -Be $cloud.Devices[0]
        $job.FileName | Should -Be 'bracket.gcode.3mf'
        $job.Status | Should -Be 'Running'
        $job.RawStatus | Should -Be ($live ? 'RUNNING' : 'printing')
        $job.Progress | Should -BeIn (0..100)
        $job.StartTime.Kind | Should -Be 'Local'
        ((Get-Date) - $job.StartTime).TotalMinutes | Should -BeLessThan 5
        $left = $live ? $job.EstimatedTime : $job.RemainingTime
        $left | Should -BeOfType timespan
        $left.TotalMinutes | Should -BeGreaterThan 10
        $job.DeviceName | Should -Be 'P1S 1'
        "$job" | Should -Be '410000045'
    }

    It 'gives those that <Status> with -Status' -ForEach @(
        @{ Status = 'Running'; Documented = 2; Live = 1 } # The document knows no pause.
        @{ Status = 'FINISHED'; Documented = 40; Live = 0 }
        @{ Status = 'failed'; Documented = 5; Live = 0 }
    ) {
        $jobs = @(Get-BambuPrint -Status $Status -ErrorAction Stop)
        $jobs | Should -HaveCount ($ApiProfile -eq 'live' ? $Live : $Documented)
        $jobs | ForEach-Object { $_.Status | Should -Be $Status }
    }

    It 'takes a status in any case, whatever the culture (<_>)' -ForEach 'en-US', 'de-DE', 'tr-TR' {
        $run = Invoke-Pipeline -Culture $_ { Get-BambuPrint -Status RUNNING; Get-BambuPrint -Status running }
        $run.Error | Should -BeNullOrEmpty
        $run.Output | Should -HaveCount ($live ? 2 : 4)
    }

    It 'takes printers as <Name>' -ForEach @(
        @{ Name = 'ids with wildcards'; Command = { Get-BambuPrint '0[01][MP]*' -Status Running } }
        @{ Name = 'an array'; Command = { Get-BambuPrint $cloud.Devices -Status Running } }
        @{ Name = 'ids from the pipeline'; Command = { $cloud.Devices | Get-BambuPrint -Status Running } }
        @{ Name = 'devices from the pipeline'; Command = { Get-BambuDevice | Get-BambuPrint -Status Running } }
        @{ Name = 'devices'; Command = { Get-BambuPrint (Get-BambuDevice -Online) -Status Running } }
    ) {
        (& $Command).DeviceId | Sort-Object -Unique | Should -Be ($live ? $cloud.Devices[0] : @($cloud.Devices[0, 1] | Sort-Object))
    }

    It 'gives a job of its own again, and leads to its task' {
        $job = Get-BambuPrint $cloud.Devices[0] -Status Running
        ($job | Get-BambuPrint).JobId | Should -Be '410000045'
        (Get-BambuPrint -JobId $job).JobId | Should -Be '410000045'
        ($job | Get-BambuTask).Title | Should -Be 'bracket.gcode.3mf'
        ($job | Get-BambuDevice).Name | Should -Be 'P1S 1'
    }

    It 'takes ids of jobs with wildcards' {
        (Get-BambuPrint -JobId '4100000?5', '*46').JobId | Select-Object -Unique | Sort-Object |
            Should -Be ($live ? ('410000045', '410000046') : ('410000005', '410000015', '410000025', '410000035', '410000045', '410000046'))
        Get-BambuPrint -JobId 'nothing*' -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'names a job that no printer has, once, and gives the others' {
        $jobs = Get-BambuDevice | Get-BambuPrint -JobId 410000045, nothing -ErrorAction SilentlyContinue -ErrorVariable faults
        $jobs.JobId | Should -Be '410000045'
        $faults | Should -HaveCount 1
        $faults[0].FullyQualifiedErrorId | Should -Be 'BambuCloud.NotFound,BambuCloud.Cmdlets.GetBambuPrint'
        $faults[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $faults[0].TargetObject | Should -Be 'nothing'
        "$($faults[0])" | Should -BeLike "*'nothing'*Get-BambuTask*"
    }

    It 'names a printer that is not in the account' {
        $fault = Get-Fault { Get-BambuPrint '01P00A999999999' }
        $fault.FullyQualifiedErrorId | Should -Be 'BambuCloud.DeviceNotFound,BambuCloud.Cmdlets.GetBambuPrint'
        $fault.TargetObject | Should -Be '01P00A999999999'
    }

    It 'takes several states' {
        (Get-BambuPrint -Status Running, Failed).Status | Sort-Object -Unique | Should -Be ($live ? 'Running' : @('Running', 'Failed'))
    }

    It 'is exported without the access codes that come unasked' {
        $codes = Get-BambuDevice | ForEach-Object { ConvertFrom-SecureString $_.AccessCode -AsPlainText }
        Get-BambuPrint -Status Running | Test-Exposure ($codes + $cloud.AccessToken) | Should -BeFalse
        Get-BambuPrint | Export-Csv -LiteralPath 'TestDrive:/jobs.csv'
        (Import-Csv -LiteralPath 'TestDrive:/jobs.csv').JobId | Should -Contain '410000045'
    }
}

Describe 'Get-BambuPrint of a cloud that lists the same jobs for every printer' {
    It 'gives them without a printer, because a wrong one may be stopped' {
        $endpoint = Start-Endpoint @{
            'GET /v1/design-user-service/my/preference' = 200, '{"uid":1}'
            'GET /v1/iot-service/api/user/bind'         = 200,
                '{"devices":[{"dev_id":"01P00A000000001","name":"P1S 1"},{"dev_id":"00M00A000000002","name":"X1 1"}]}'
            $route                                      = 200,
                '{"code":0,"data":{"jobs":[{"job_id":"1","status":"printing"},{"job_id":"2","status":"failed"}]}}'
        }
        try {
            Connect-BambuCloud -AccessToken (ConvertTo-Token 'a') `
                -ApiEndpoint $endpoint.ApiEndpoint -MqttEndpoint "mqtt://127.0.0.1:$(Get-ClosedPort)"
            $jobs = Get-BambuPrint -ErrorAction Stop
            $jobs.JobId | Should -Be '1', '2'
            $jobs | ForEach-Object { $_.DeviceId | Should -BeNullOrEmpty }
            (Get-BambuPrint -Status Running).JobId | Should -Be '1'
        }
        finally {
            Disconnect-BambuCloud
            Stop-Endpoint $endpoint
        }
    }
}
